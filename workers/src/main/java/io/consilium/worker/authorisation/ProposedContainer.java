package io.consilium.worker.authorisation;

import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.ContainerTask;
import io.consilium.contract.container.Gpus;
import io.consilium.contract.container.RunArgs;
import io.consilium.contract.container.VolumeKey;
import io.consilium.contract.gateway.Approval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A container that would run here, as a person can judge it.
 *
 * @param role what it is in the benchmark: {@code preparator}, {@code reference model}, {@code
 *     evaluator} or {@code model}
 * @param id short name
 * @param title name for people
 * @param image the image by digest, as it would be pulled
 * @param parameters canonical JSON of the parameters that it gets
 * @param owner who owns it; empty for the benchmark's own
 * @param tasks what it would do, and what it asks for
 * @param approvals who approved it on the platform; empty where the revision's approvals count
 * @param signers whose keys, pinned here, signed it
 */
public record ProposedContainer(
    String role,
    String id,
    String title,
    String image,
    String parameters,
    String owner,
    List<Task> tasks,
    List<Approval> approvals,
    List<Signer> signers) {

  /**
   * One task of a container.
   *
   * @param reads what it reads, by MedPerf's words
   * @param writes what it writes
   * @param wants what its author asks for, in words; the site's policy decides what it gets
   */
  public record Task(String name, List<String> reads, List<String> writes, List<String> wants) {
    public Task {
      reads = List.copyOf(reads);
      writes = List.copyOf(writes);
      wants = List.copyOf(wants);
    }
  }

  public ProposedContainer {
    tasks = List.copyOf(tasks);
    approvals = List.copyOf(approvals);
    signers = List.copyOf(signers);
  }

  static ProposedContainer ofRevision(String role, ContainerSpec spec) {
    return of(role, spec, "", List.of(), List.of());
  }

  static ProposedContainer of(
      String role,
      ContainerSpec spec,
      String owner,
      List<Approval> approvals,
      List<Signer> signers) {
    return new ProposedContainer(
        role,
        spec.id(),
        spec.title(),
        spec.imageByDigest(),
        spec.parameters().canonicalJson(),
        owner,
        spec.config().tasks().entrySet().stream()
            .map(task -> task(task.getKey().word(), task.getValue()))
            .toList(),
        approvals,
        signers);
  }

  private static Task task(String name, ContainerTask task) {
    return new Task(
        name, words(task.inputs().keySet()), words(task.outputs().keySet()), wants(task.runArgs()));
  }

  private static List<String> words(Set<VolumeKey> keys) {
    return List.copyOf(
        keys.stream()
            .map(key -> key.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static List<String> wants(RunArgs args) {
    List<String> wants = new ArrayList<>();
    args.entrypoint().ifPresent(program -> wants.add("program " + program));
    if (!args.command().isEmpty()) {
      wants.add("command " + String.join(" ", args.command()));
    }
    args.environment().forEach((name, value) -> wants.add("variable " + name + "=" + value));
    args.gpus().ifPresent(gpus -> wants.add(words(gpus)));
    args.shmBytes().ifPresent(bytes -> wants.add("shared memory " + bytes + " bytes"));
    return wants;
  }

  private static String words(Gpus gpus) {
    if (gpus instanceof Gpus.Count count) {
      return "graphics processors: " + count.number();
    }
    return gpus instanceof Gpus.Devices devices
        ? "graphics processors: " + String.join(", ", devices.ids())
        : "graphics processors: all";
  }
}
