package io.consilium.worker.sandbox;

import com.github.dockerjava.api.model.DeviceRequest;
import io.consilium.contract.container.Gpus;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The graphics processors that one container gets: what it asks for, as far as the site lends it.
 *
 * @param requests what the engine is told
 * @param visible NVIDIA's name for them in the container's environment
 */
record LentGpus(List<DeviceRequest> requests, String visible) {
  /** An NVIDIA runtime that is the engine's default would otherwise obey the image's wish. */
  static final LentGpus NONE = new LentGpus(List.of(), "void");

  private static final String POLICY = "sandbox.gpus in site-policy.yaml";

  LentGpus {
    requests = List.copyOf(requests);
  }

  /** Nothing when nothing is asked for, whatever the site lends. */
  static LentGpus of(Optional<Gpus> wanted, SealedStep step, EngineFacts engine) throws Refusal {
    if (wanted.isEmpty()) {
      return NONE;
    }
    GpuLoan loan = step.limits().gpus();
    if (loan instanceof GpuLoan.None) {
      throw refusal(step, wanted.get(), "lends none: set " + POLICY + " if it should");
    }
    LentGpus lent =
        loan instanceof GpuLoan.Listed listed
            ? among(listed.ids(), wanted.get(), step)
            : unbounded(wanted.get());
    if (engine.kind() != EngineFacts.Kind.DOCKER) {
      throw new Refusal(
          Detail.GPU_UNAVAILABLE,
          "The container %s is to get GPUs, which this worker lends through Docker's engine only, not through %s"
              .formatted(step.container().id(), engine.words()));
    }
    return lent;
  }

  private static LentGpus unbounded(Gpus wanted) {
    if (wanted instanceof Gpus.Count count) {
      return new LentGpus(
          List.of(request().withCount(count.number())),
          IntStream.range(0, count.number())
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(",")));
    }
    return wanted instanceof Gpus.Devices devices
        ? named(devices.ids())
        : new LentGpus(List.of(request().withCount(-1)), "all");
  }

  private static LentGpus among(List<String> lent, Gpus wanted, SealedStep step) throws Refusal {
    if (wanted instanceof Gpus.Count count) {
      if (count.number() > lent.size()) {
        throw refusal(step, wanted, "lends " + lent.size() + " (" + POLICY + ")");
      }
      return named(lent.subList(0, count.number()));
    }
    if (wanted instanceof Gpus.Devices devices) {
      TreeSet<String> refused = new TreeSet<>(devices.ids());
      refused.removeAll(lent);
      if (!refused.isEmpty()) {
        throw refusal(
            step,
            wanted,
            "does not lend %s, only %s (%s)"
                .formatted(String.join(", ", refused), String.join(", ", lent), POLICY));
      }
      return named(devices.ids());
    }
    return named(lent);
  }

  private static LentGpus named(List<String> ids) {
    return new LentGpus(List.of(request().withDeviceIds(ids)), String.join(",", ids));
  }

  private static DeviceRequest request() {
    return new DeviceRequest().withCapabilities(List.of(List.of("gpu")));
  }

  private static Refusal refusal(SealedStep step, Gpus wanted, String site) {
    String words =
        wanted instanceof Gpus.Count count
            ? count.number() + " GPUs"
            : wanted instanceof Gpus.Devices devices
                ? "the GPUs " + String.join(", ", devices.ids())
                : "all GPUs";
    return new Refusal(
        Detail.REFUSED,
        "The container %s asks for %s (run_args.gpus), and this site %s"
            .formatted(step.container().id(), words, site));
  }
}
