package io.consilium.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * In the place of the demo's example: a benchmark whose containers tell whatever they see, from the
 * attack zoo of the workers, and a facility's data in which canaries are planted.
 */
final class LeakyExample {
  private static final Path ATTACKS = Stage.ROOT.resolve("workers/src/test/attacks");
  private static final int PEOPLE = 40;

  private final Settings settings;
  private final Canary canary;
  private final String image;
  private final String digest;

  private LeakyExample(Settings settings, Canary canary) {
    this.settings = settings;
    this.canary = canary;
    this.image = settings.registry() + "/canary/leak:1";
    run(
        "docker",
        "build",
        "--quiet",
        "--network=none",
        "--tag=" + image,
        "--build-arg=BASE=consilium/base:bookworm",
        ATTACKS.toString());
    this.digest =
        run("docker", "push", image).replaceFirst("(?s).*digest: (sha256:[0-9a-f]{64}).*", "$1");
  }

  /** Builds the image, and writes documents and data to where the walk looks for the example. */
  static LeakyExample write(Settings settings, Canary canary) throws IOException {
    run("rm", "--recursive", "--force", settings.example().toString());
    LeakyExample example = new LeakyExample(settings, canary);
    example.writeDocuments();
    example.writeData();
    return example;
  }

  /** The facility's data once more, with a mark of that name that makes the preparator fail. */
  Path markedData(String mark) throws IOException {
    Path facility = facility();
    Path data = facility.resolve(mark);
    if (!Files.exists(data)) {
      copy(facility.resolve("data"), data);
      Files.writeString(data.resolve(mark), canary.of(mark));
    }
    return open(data);
  }

  Path facility() {
    return settings.example().resolve("facilities").resolve("aurora");
  }

  void removeImage() {
    Command.run(List.of("docker", "image", "rm", "--force", image), Map.of());
  }

  private void writeDocuments() throws IOException {
    Path folder = settings.example();
    Files.createDirectories(folder.resolve("models"));
    Path demo = Files.createDirectories(folder.resolve("demo"));
    Files.createDirectories(demo.resolve("data"));
    Files.createDirectories(demo.resolve("labels"));
    Files.writeString(demo.resolve("paths.yaml"), "data_path: data\nlabels_path: labels\n");
    writeTables(demo.resolve("data"), demo.resolve("labels"), "woman");
    run(
        "tar",
        "--create",
        "--gzip",
        "--file=" + folder.resolve("demo.tar.gz"),
        "--directory=" + demo,
        "paths.yaml",
        "data",
        "labels");
    Files.writeString(
        folder.resolve("benchmark.yaml"),
        Files.readString(ATTACKS.resolve("leak.yaml"))
            .replace("id: aspirates", "id: " + Walk.BENCHMARK)
            .replace("<image>", image)
            .replace("<digest>", digest)
            .replace("<demo>", sha256(folder.resolve("demo.tar.gz")))
            .replace("<revision>", "1")
            .replace("<deeds>", ""));
    writeModel("random-forest", "raise_an_exception");
    writeModel("gradient-boosting", "ask_for_few");
  }

  private void writeModel(String id, String deed) throws IOException {
    Files.writeString(
        settings.example().resolve("models").resolve(id + ".yaml"),
        """
        schema: consilium/model/v1
        id: %s
        title: Leaking
        container:
          digest: "%s"
          parameters: {infer: %s}
          config:
            container_type: DockerImage
            image: %s
            tasks:
              infer:
                run_args: {command: /attacks/leak.py infer}
                input_volumes:
                  data_path: {mount_path: /mlcommons/volumes/data, type: directory}
                  parameters_file: {mount_path: /mlcommons/volumes/parameters/parameters_file.yaml, type: file}
                output_volumes:
                  output_path: {mount_path: /mlcommons/volumes/predictions, type: directory}
        """
            .formatted(id, digest, deed, image));
  }

  private void writeData() throws IOException {
    Path facility = Files.createDirectories(facility());
    Files.writeString(facility.resolve("people"), Integer.toString(PEOPLE));
    // The name of a folder is a canary, and links lead the demo's steps to it.
    Path data = Files.createDirectories(facility.resolve(canary.of("folder")).resolve("data"));
    Path labels = Files.createDirectories(facility.resolve(canary.of("folder")).resolve("labels"));
    writeTables(data, labels, canary.of("case"));
    Files.writeString(data.resolve(canary.of("file") + ".txt"), canary.of("data") + "\n");
    Files.writeString(labels.resolve(canary.of("labelfile") + ".txt"), canary.of("label") + "\n");
    Files.write(data.resolve("image.dcm"), dicom(canary.of("dicom")));
    Files.createSymbolicLink(facility.resolve("data"), data);
    Files.createSymbolicLink(facility.resolve("labels"), labels);
    open(data);
    open(labels);
  }

  private static void writeTables(Path data, Path labels, String name) throws IOException {
    Files.writeString(
        data.resolve("women.csv"),
        IntStream.range(0, PEOPLE)
            .mapToObj(i -> name + "-" + i + "," + (i % 3 == 0 ? "0.9" : "0.1"))
            .collect(Collectors.joining("\n", "case,score\n", "\n")));
    Files.writeString(
        labels.resolve("labels.csv"),
        IntStream.range(0, PEOPLE)
            .mapToObj(i -> name + "-" + i + "," + i % 2)
            .collect(Collectors.joining("\n", "case,y\n", "\n")));
  }

  /** The beginning of a DICOM file: preamble, magic word, and a patient's name (0010,0010). */
  private static byte[] dicom(String patient) {
    byte[] name = patient.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[128]);
    file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(new byte[] {0x10, 0x00, 0x10, 0x00, 'P', 'N', (byte) name.length, 0x00});
    file.writeBytes(name);
    return file.toByteArray();
  }

  /** Containers of another user read it. */
  private static Path open(Path folder) {
    run("chmod", "--recursive", "a+rX", folder.toString());
    return folder;
  }

  private static void copy(Path from, Path to) {
    run("cp", "--recursive", "--dereference", from.toString(), to.toString());
  }

  private static String run(String... line) {
    Command.Outcome outcome = Command.run(List.of(line), Map.of("DOCKER_BUILDKIT", "0"));
    if (outcome.exitCode() != 0) {
      throw new AssertionError(String.join(" ", line) + " failed:\n" + outcome.errors());
    }
    return outcome.output();
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
