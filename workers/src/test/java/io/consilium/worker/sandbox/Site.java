package io.consilium.worker.sandbox;

import io.consilium.contract.container.ContainerConfig;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.Parameters;
import io.consilium.contract.container.VolumeKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** A facility with data and labels, on whose engine hostile containers run. */
final class Site implements AutoCloseable {
  static final URI ENGINE = URI.create("unix:///var/run/docker.sock");
  static final RunAs RUN_AS =
      ProcessOwner.isRoot() ? new RunAs(10001, 10001) : RunAs.parse(ProcessOwner.name());

  final Path home;
  final Path data;
  final Path labels;
  final DockerSandbox sandbox;
  private final HostileImage image;

  private Site(
      HostileImage image, URI engine, Duration patience, String registry, Duration pullPatience)
      throws IOException {
    this(image, engine, patience, registry, pullPatience, Map.of());
  }

  private Site(
      HostileImage image,
      URI engine,
      Duration patience,
      String registry,
      Duration pullPatience,
      Map<String, String> mirrors)
      throws IOException {
    this.image = image;
    // Where everybody may look, so that only the seal keeps a container's user out.
    home = Files.createTempDirectory("consilium-site").toRealPath();
    open(home);
    data = open(Files.createDirectories(home.resolve("catalogue/fna/data")));
    labels = open(Files.createDirectories(home.resolve("catalogue/fna/labels")));
    open(Files.writeString(data.resolve("women.csv"), "case,radius\ncanary-of-the-data,1\n"));
    open(Files.writeString(labels.resolve("labels.csv"), "case,y\ncanary-of-the-labels,1\n"));
    sandbox =
        DockerSandbox.on(
            new SandboxSettings(
                    engine,
                    "aurora",
                    home,
                    home.resolve("state/scratch"),
                    Set.of(registry),
                    pullPatience,
                    Set.of())
                .pullingFrom(mirrors),
            patience);
  }

  /** A site that pulls from a mirror what is registered elsewhere. */
  static Site mirroring(HostileImage image, String registry, String mirror) throws IOException {
    return new Site(
        image,
        ENGINE,
        Duration.ofSeconds(60),
        registry,
        Duration.ofSeconds(60),
        Map.of(registry, mirror));
  }

  static Site with(HostileImage image) throws IOException {
    return new Site(
        image, ENGINE, Duration.ofSeconds(60), image.registry(), Duration.ofSeconds(60));
  }

  /** A site whose engine is something else. */
  static Site with(HostileImage image, URI engine, Duration patience) throws IOException {
    return new Site(image, engine, patience, image.registry(), Duration.ofSeconds(60));
  }

  /** A site that takes images from that registry only. */
  static Site trusting(HostileImage image, String registry, Duration pullPatience)
      throws IOException {
    return new Site(image, ENGINE, Duration.ofSeconds(60), registry, pullPatience);
  }

  /** Limits that differ from the usual ones. */
  static Limits limits(Consumer<LimitsBuilder> change) {
    LimitsBuilder builder = new LimitsBuilder();
    change.accept(builder);
    return builder.build();
  }

  /** Lets everybody read and write. */
  static Path open(Path path) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** A model that runs one of the attacks' programs. */
  Trial model(String... command) {
    return new Trial().running(command);
  }

  /** An evaluator that runs one of the attacks' programs. */
  Trial evaluator(String... command) {
    return new Trial()
        .as(Role.EVALUATE)
        .wanting(
            """
            input_volumes:
              predictions: {mount_path: /mlcommons/volumes/predictions, type: directory}
              labels: {mount_path: /mlcommons/volumes/labels, type: directory}
            output_volumes:
              output_path: {mount_path: /mlcommons/volumes/results/results.yaml, type: file}
            """)
        .reading(Map.of(VolumeKey.PREDICTIONS, data, VolumeKey.LABELS, labels))
        .running(command);
  }

  /** A preparator that runs one of the attacks' programs. */
  Trial preparator(String... command) {
    return new Trial()
        .as(Role.PREPARE)
        .wanting(
            """
            input_volumes:
              data_path: {mount_path: /mlcommons/volumes/raw_data, type: directory}
            output_volumes:
              output_path: {mount_path: /mlcommons/volumes/predictions, type: directory}
              output_labels_path: {mount_path: /mlcommons/volumes/labels, type: directory}
              report_file: {mount_path: /mlcommons/volumes/report.yaml, type: file}
            """)
        .running(command);
  }

  /** A sanity check that runs one of the attacks' programs. */
  Trial sanityCheck(String... command) {
    return new Trial()
        .as(Role.SANITY_CHECK)
        .wanting(
            """
            input_volumes:
              data_path: {mount_path: /mlcommons/volumes/predictions, type: directory}
              labels_path: {mount_path: /mlcommons/volumes/labels, type: directory}
            """)
        .reading(Map.of(VolumeKey.DATA_PATH, data, VolumeKey.LABELS_PATH, labels))
        .running(command);
  }

  /** The sandbox of the same site's next life. */
  DockerSandbox heir() {
    return DockerSandbox.on(
        new SandboxSettings(
            ENGINE,
            "aurora",
            home,
            home.resolve("state/scratch"),
            Set.of(image.registry()),
            Duration.ofSeconds(60),
            Set.of()),
        Duration.ofSeconds(60));
  }

  /** The containers of this site that the engine knows. */
  List<String> containers() {
    return Shell.run(
            "docker",
            "ps",
            "--all",
            "--quiet",
            "--filter=label=" + SiteContainers.HOME + "=" + home)
        .lines()
        .toList();
  }

  /** Those of them that run. */
  List<String> running() {
    return Shell.run(
            "docker", "ps", "--quiet", "--filter=label=" + SiteContainers.HOME + "=" + home)
        .lines()
        .toList();
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
    FileTree.delete(home);
  }

  /** A step to be tried; each method changes one thing of it. */
  final class Trial {
    private String caseId = UUID.randomUUID().toString();
    private Role role = Role.INFER;
    private String image = Site.this.image.name();
    private String digest = Site.this.image.digest();
    private String volumes =
        """
        input_volumes:
          data_path: {mount_path: /mlcommons/volumes/data, type: directory}
        output_volumes:
          output_path: {mount_path: /mlcommons/volumes/predictions, type: directory}
        """;
    private String runArgs = "";
    private String command = "";
    private Parameters parameters = Parameters.NONE;
    private Map<VolumeKey, Path> inputs = Map.of(VolumeKey.DATA_PATH, data);
    private Optional<Path> output = Optional.empty();
    private Limits limits = new LimitsBuilder().build();
    private Duration deadline = Duration.ofSeconds(60);

    Trial running(String... program) {
      command = "command: [/attacks/" + String.join(", ", program) + "]\n";
      return this;
    }

    Trial as(Role part) {
      role = part;
      return this;
    }

    Trial image(String name, String itsDigest) {
      image = name;
      digest = itsDigest;
      return this;
    }

    Trial wanting(String configuredVolumes) {
      volumes = configuredVolumes;
      return this;
    }

    Trial runArgs(String yaml) {
      runArgs = yaml;
      return this;
    }

    Trial parameters(String canonicalJson) {
      parameters = new Parameters(canonicalJson);
      return this;
    }

    Trial reading(Map<VolumeKey, Path> places) {
      inputs = places;
      return this;
    }

    Trial writing(Path place) {
      output = Optional.of(place);
      return this;
    }

    Trial of(String execution) {
      caseId = execution;
      return this;
    }

    Trial within(Limits narrower) {
      limits = narrower;
      return this;
    }

    Trial deadline(Duration time) {
      deadline = time;
      return this;
    }

    /** The output as the site sees it. */
    Path output() {
      return place(VolumeKey.OUTPUT_PATH);
    }

    Path place(VolumeKey key) {
      if (key == VolumeKey.OUTPUT_PATH && output.isPresent()) {
        return output.get();
      }
      return sandbox.scratch(caseId).path(key.word());
    }

    Path log() {
      return home.resolve("state/logs").resolve(caseId + ".log");
    }

    SealedStep step() {
      String config =
          """
          container_type: DockerImage
          image: %s
          tasks:
            %s:
              run_args:
          %s%s"""
              .formatted(
                  image, role.task().word(), (command + runArgs).indent(6), volumes.indent(4));
      Map<VolumeKey, Path> outputs = new EnumMap<>(VolumeKey.class);
      for (VolumeKey key : VolumeKey.values()) {
        if (role.mayWrite(key)) {
          outputs.put(key, place(key));
        }
      }
      return new SealedStep(
          caseId,
          role,
          new ContainerSpec(
              "hostile", "Hostile", ContainerConfig.parse(config), digest, parameters),
          inputs,
          outputs,
          limits,
          deadline,
          log());
    }

    StepOutcome run() throws InterruptedException {
      return sandbox.run(step());
    }
  }
}
