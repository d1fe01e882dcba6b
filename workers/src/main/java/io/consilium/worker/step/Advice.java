package io.consilium.worker.step;

import io.consilium.contract.container.ContainerTask;
import io.consilium.contract.container.TaskName;
import io.consilium.contract.container.Volume;
import io.consilium.contract.container.VolumeKey;
import io.consilium.worker.sandbox.Role;
import io.consilium.worker.sandbox.StepOutcome;
import io.consilium.worker.site.SitePolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the author of a container can do about a step that failed. */
final class Advice {
  private static final int KILLED = 137;

  /** What containers print, and what it means in a sealed container. The first that fits counts. */
  private record Sign(Pattern printed, String meaning) {
    static Sign of(String regex, String meaning) {
      return new Sign(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), meaning);
    }
  }

  private static final List<Sign> SIGNS =
      List.of(
          Sign.of(
              "name resolution|could not resolve|name or service not known|getaddrinfo"
                  + "|network is unreachable|no route to host|max retries exceeded|urlopen error"
                  + "|connection (?:refused|error)",
              "There is no network in a sealed container: put weights, packages and everything else"
                  + " into the image, and set libraries to work offline."),
          Sign.of(
              "read-only file system",
              "It tried to write where nothing can be written. It may write to {outputs} and to"
                  + " /tmp ({tmp} MiB), where HOME and the usual caches are too."),
          Sign.of(
              "operation not permitted|permission denied|must be root|are you root|not a superuser",
              "It runs as user and group {user}, never as root and without any privilege. In the"
                  + " image, make files readable for everybody (chmod -R a+rX), install nothing at"
                  + " run time, and write only to {outputs} and /tmp: inputs are read-only."),
          Sign.of(
              "no space left on device|disk quota exceeded",
              "/tmp holds {tmp} MiB, and /dev/shm what the site gives: write large files to"
                  + " {outputs}, or ask run_args.shm_size for more shared memory."),
          Sign.of(
              "memoryerror|cannot allocate memory|bad_alloc|out of memory|can't start new thread",
              "It has {memory} MiB of memory and {pids} processes: use smaller batches and fewer"
                  + " workers."),
          Sign.of(
              "cuda|nvidia|no gpu",
              "Sites lend no GPU unless their policy says so: run on the processor, too."),
          Sign.of(
              "no module named|modulenotfounderror|cannot open shared object|command not found",
              "The image lacks a program or library: install it when the image is built."),
          Sign.of(
              "no such file or directory|filenotfounderror|does not exist",
              "Does it look in the right place? The container finds {inputs}, and writes to"
                  + " {outputs}."));

  private final SitePolicy policy;

  Advice(SitePolicy policy) {
    this.policy = policy;
  }

  /** One or two sentences; empty when the step passed. */
  String about(TriedStep step) {
    if (step.outcome() instanceof StepOutcome.Failed failed) {
      return filledIn(sentence(failed, step), step);
    }
    return step.outcome() instanceof StepOutcome.EngineUnavailable
        ? "Look at the container engine (docker info), or name another with --engine."
        : "";
  }

  private static String sentence(StepOutcome.Failed failed, TriedStep step) {
    return switch (failed.detail()) {
      case IMAGE_UNAVAILABLE ->
          "Build it under that name (docker build -t NAME .), or bring it with docker pull or docker"
              + " load -i FILE. 'docker image ls' shows what is there.";
      case DIGEST_MISMATCH -> "Register the digest that docker push prints.";
      case REFUSED ->
          "A site would refuse it too: change the container's configuration or its image.";
      case GPU_UNAVAILABLE ->
          "Install NVIDIA's container toolkit on this machine, or try without GPUs.";
      case INPUT_MISSING ->
          "Name the folder or file on the command line (--data, --labels, --predictions,"
              + " --metadata), or take the volume out of the configuration.";
      case OUT_OF_MEMORY ->
          "Sites give {memory} MiB unless their data owners change that: use smaller batches or a"
              + " smaller model, or try with more in a --policy file (resources, memory: 4g).";
      case TIMED_OUT ->
          "The task must end by itself; a server or an endless loop does not. If it needs longer, try"
              + " with a longer step_deadline in a --policy file, and tell the committee.";
      case OUTPUT_TOO_LARGE ->
          "Write only what the next step reads; temporary files belong to /tmp.";
      case OUTPUT_TOO_MANY_FILES ->
          "Write fewer and larger files, in folders that are not deep; temporary files belong to /tmp.";
      case OUTPUT_INVALID -> invalid(step.role());
      case PREPARATOR_FAILED, MODEL_FAILED, EVALUATOR_FAILED ->
          ended(failed.explanation(), failed.exitCode(), step);
    };
  }

  private static String invalid(Role role) {
    return switch (role) {
      case EVALUATE ->
          "results.yaml is a text at {outputs}, with exactly the numbers that the benchmark's"
              + " metric_schema declares: see 'A result' in docs/benchmark-yaml.md.";
      case STATISTICS ->
          "statistics.yaml is a text at {outputs}, with exactly the counts that the benchmark's"
              + " statistics_schema declares.";
      default ->
          "The task writes plain files to {outputs}: no links, nothing empty, and nowhere else.";
    };
  }

  private static String ended(String explanation, OptionalInt exitCode, TriedStep step) {
    String words = explanation + "\n" + step.printed();
    if (words.contains("exec format error")) {
      return "The image is for another kind of processor: build it with docker build --platform"
          + " linux/amd64.";
    }
    if (explanation.contains("could not be started")) {
      return "Look at run_args.command and run_args.entrypoint, and at ENTRYPOINT and CMD of the"
          + " image: the program must be in the image and executable for everybody.";
    }
    if (step.role() == Role.SANITY_CHECK && step.printed().isBlank()) {
      return "The sanity check found the prepared data unsound. Let it print what is wrong.";
    }
    for (Sign sign : SIGNS) {
      if (sign.printed().matcher(words).find()) {
        return sign.meaning();
      }
    }
    if (exitCode.orElse(0) == KILLED) {
      return "It was killed (exit code 137), most often for want of memory: it has {memory} MiB.";
    }
    return step.printed().isBlank()
        ? "It printed nothing: let it print what it does. Exit code 0 means that all is well."
        : "What it printed says why. Exit code 0 means that all is well.";
  }

  private String filledIn(String sentence, TriedStep step) {
    Optional<ContainerTask> task = step.container().config().task(step.role().task());
    SitePolicy.Resources resources = policy.resources();
    return sentence
        .replace(
            "{outputs}",
            places(task.map(ContainerTask::outputs), "nothing (the task has no outputs)"))
        .replace("{inputs}", places(task.map(ContainerTask::inputs), "no inputs"))
        .replace("{tmp}", mebibytes(resources.tmp()))
        .replace("{memory}", mebibytes(resources.memory()))
        .replace("{pids}", Integer.toString(resources.pids()))
        .replace("{user}", policy.runAs().toString());
  }

  private static String places(Optional<Map<VolumeKey, Volume>> volumes, String none) {
    return volumes
        .filter(known -> !known.isEmpty())
        .map(
            known ->
                known.values().stream()
                    .map(Volume::mountPath)
                    .sorted()
                    .collect(Collectors.joining(", ")))
        .orElse(none);
  }

  private static String mebibytes(long bytes) {
    return Long.toString(bytes >> 20);
  }

  /** For a container that lacks the task it is asked for. */
  static String missingTask(TaskName wanted, Map<TaskName, ContainerTask> has) {
    return "The container has no task %s: it has %s. Add it to its configuration, or choose another with --task."
        .formatted(
            wanted.word(),
            has.keySet().stream().map(TaskName::word).collect(Collectors.joining(", ")));
  }
}
