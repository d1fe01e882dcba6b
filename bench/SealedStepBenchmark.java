import io.consilium.contract.container.ContainerConfig;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.Parameters;
import io.consilium.contract.container.VolumeKey;
import io.consilium.worker.sandbox.GpuLoan;
import io.consilium.worker.sandbox.Limits;
import io.consilium.worker.sandbox.Role;
import io.consilium.worker.sandbox.RunAs;
import io.consilium.worker.sandbox.Sandbox;
import io.consilium.worker.sandbox.SandboxSettings;
import io.consilium.worker.sandbox.SealedStep;
import io.consilium.worker.sandbox.StepOutcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long one sealed step takes, in comparison with {@code docker run} with the same flags from a
 * shell, for a container that sleeps one second; and how near many steps on two slots come to two
 * shells that run them one after the other.
 *
 * <p>Arguments: image (in an allowed registry), its digest, folder for everything, rounds, steps.
 */
final class SealedStepBenchmark {
  private static final int SLOTS = 2;
  private static final double NANOS = 1e9;

  private static final Limits LIMITS =
      new Limits(
          512L << 20,
          1.0,
          128,
          64L << 20,
          64L << 20,
          Limits.TmpPrograms.FORBIDDEN,
          256L << 20,
          1000,
          1024,
          new GpuLoan.None(),
          new RunAs(10001, 10001));

  private final Path folder;
  private final Sandbox sandbox;
  private final ContainerSpec container;
  private int cases;

  private SealedStepBenchmark(String image, String digest, Path folder) throws Exception {
    this.folder = folder;
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/women.csv"), "case,radius\n1,1\n");
    this.sandbox =
        Sandbox.on(
            new SandboxSettings(
                URI.create("unix:///var/run/docker.sock"),
                "bench",
                folder,
                folder.resolve("scratch"),
                Set.of(image.substring(0, image.indexOf('/'))),
                Duration.ofMinutes(5),
                Set.of()));
    this.container =
        new ContainerSpec(
            "sleeper",
            "Sleeps a second",
            ContainerConfig.parse(
                """
                container_type: DockerImage
                image: %s
                tasks:
                  infer:
                    run_args: {command: [sleep, "1"]}
                    input_volumes:
                      data_path: {mount_path: /mlcommons/volumes/data, type: directory}
                    output_volumes:
                      output_path: {mount_path: /mlcommons/volumes/predictions, type: directory}
                """
                    .formatted(image)),
            digest,
            Parameters.NONE);
  }

  public static void main(String... arguments) throws Exception {
    SealedStepBenchmark benchmark =
        new SealedStepBenchmark(arguments[0], arguments[1], Path.of(arguments[2]));
    int rounds = Integer.parseInt(arguments[3]);
    int steps = Integer.parseInt(arguments[4]);
    try (Sandbox open = benchmark.sandbox) {
      benchmark.compare(rounds, steps);
    }
  }

  private void compare(int rounds, int steps) throws Exception {
    sealedStep();
    dockerRun();
    List<Double> sealed = new ArrayList<>();
    List<Double> shell = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      shell.add(dockerRun());
      sealed.add(sealedStep());
    }
    print("docker run from a shell: median %.3f s of %d", median(shell), rounds);
    print("sealed step:             median %.3f s of %d", median(sealed), rounds);
    print("ratio, sealed step to docker run: %.3f (goal: at most 1.15)", median(sealed) / median(shell));
    double two = together(steps, this::dockerRun);
    double slots = together(steps, this::sealedStep);
    print("%d docker runs in two shells: %.1f s", steps, two);
    print("%d sealed steps on two slots: %.1f s", steps, slots);
    print("share of that ideal: %.3f (goal: at least 0.9)", two / slots);
  }

  private interface Timed {
    double seconds() throws Exception;
  }

  private static double together(int count, Timed work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SLOTS);
    try {
      long begun = System.nanoTime();
      List<Future<Double>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(threads.submit(work::seconds));
      }
      for (Future<Double> one : all) {
        one.get();
      }
      return (System.nanoTime() - begun) / NANOS;
    } finally {
      threads.shutdown();
    }
  }

  private synchronized String nextCase() {
    return "case-" + ++cases;
  }

  private double sealedStep() throws Exception {
    String name = nextCase();
    SealedStep step =
        new SealedStep(
            name,
            Role.INFER,
            container,
            Map.of(VolumeKey.DATA_PATH, folder.resolve("data")),
            Map.of(VolumeKey.OUTPUT_PATH, sandbox.scratch(name).path("predictions")),
            LIMITS,
            Duration.ofMinutes(1),
            folder.resolve("logs").resolve(name + ".log"));
    long begun = System.nanoTime();
    StepOutcome outcome = sandbox.run(step);
    double took = (System.nanoTime() - begun) / NANOS;
    if (!(outcome instanceof StepOutcome.Succeeded)) {
      throw new IllegalStateException("The step did not succeed: " + outcome);
    }
    return took;
  }

  /** The flags are those of the sealed container. */
  private double dockerRun() throws Exception {
    Path output = Files.createDirectories(folder.resolve("shell").resolve(nextCase()));
    Files.setAttribute(output, "unix:uid", LIMITS.runAs().uid());
    List<String> command =
        new ArrayList<>(
            List.of(
                "docker", "run", "--rm", "--network=none", "--dns=127.0.0.1", "--dns-search=.",
                "--read-only", "--tmpfs=/tmp:rw,nosuid,nodev,noexec,size=67108864,mode=1777",
                "--cap-drop=ALL", "--security-opt=no-new-privileges", "--user=" + LIMITS.runAs(),
                "--memory=" + LIMITS.memoryBytes(), "--memory-swap=" + LIMITS.memoryBytes(),
                "--oom-score-adj=500", "--cpus=" + LIMITS.cpus(), "--pids-limit=" + LIMITS.pids(),
                "--shm-size=" + LIMITS.shmBytes(), "--ulimit=nofile=1024:1024",
                "--ulimit=fsize=268435457:268435457", "--ulimit=core=0:0", "--ipc=private",
                "--cgroupns=private", "--hostname=sealed", "--no-healthcheck", "--restart=no",
                "--log-driver=json-file", "--log-opt=max-size=2097152", "--log-opt=max-file=2",
                "--mount=type=bind,src=" + folder.resolve("data")
                    + ",dst=/mlcommons/volumes/data,readonly,bind-propagation=rprivate",
                "--mount=type=bind,src=" + output
                    + ",dst=/mlcommons/volumes/predictions,bind-propagation=rprivate"));
    Path seccomp = folder.resolve("seccomp.json");
    if (Files.exists(seccomp)) {
      command.add("--security-opt=seccomp=" + seccomp);
    }
    command.addAll(List.of(container.imageByDigest(), "sleep", "1"));
    long begun = System.nanoTime();
    // It warns each time that its name server is on loopback, which is the point.
    int code =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    double took = (System.nanoTime() - begun) / NANOS;
    if (code != 0) {
      throw new IllegalStateException("docker run ended with " + code);
    }
    return took;
  }

  private static double median(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static void print(String form, Object... values) {
    System.out.println(String.format(Locale.ROOT, form, values));
  }
}
