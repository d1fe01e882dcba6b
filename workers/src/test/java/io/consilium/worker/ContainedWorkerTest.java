package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.worker.sandbox.HostileImage;
import io.consilium.worker.sandbox.Shell;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

@DisplayName("A worker in a container with the rights that compose.yaml gives it, and no others")
@ExtendWith(HostileImage.Resolver.class)
class ContainedWorkerTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final String IMAGE = "consilium/base:bookworm";

  @TempDir private Path folder;
  private FacilityWorld world;
  private String container = "";

  @BeforeEach
  void makeSite(HostileImage benchmark) throws IOException {
    world = new FacilityWorld(benchmark, folder);
    container = "consilium-contained-" + ProcessHandle.current().pid();
  }

  @AfterEach
  void remove() {
    Shell.run("docker", "rm", "--force", container);
    world.close();
  }

  @Test
  @DisplayName("prepares data, runs a model and stages the result")
  void works() throws IOException {
    startContained();

    world.register(world.documents());
    assertThat(world.execute("execution-1", world.documents())).isEqualTo("evaluate complete");

    assertThat(world.cli.run("release", "list")).contains("execution-1");
  }

  @Test
  @DisplayName("can write to its folder and /tmp, and nowhere else")
  void writesNowhereElse() throws IOException {
    startContained();

    for (String place : List.of("/etc/x", "/usr/x", "/var/x", "/root/x", folder + "/x")) {
      assertThat(inside("touch " + place + " 2>&1 || true")).as(place).isNotEmpty();
    }
    assertThat(inside("touch " + world.home.root().resolve("x") + " && echo written"))
        .contains("written");
    assertThat(inside("grep -E 'CapEff|NoNewPrivs' /proc/1/status"))
        // CHOWN, DAC_OVERRIDE and FOWNER.
        .contains("CapEff:\t000000000000000b", "NoNewPrivs:\t1");
  }

  private String inside(String command) {
    return Shell.run("docker", "exec", container, "sh", "-c", command);
  }

  private void startContained() throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of("docker", "run", "--detach", "--name", container, "--network", "host"));
    line.addAll(rights());
    mount(line, world.home.root(), "");
    mount(line, Path.of("/var/run/docker.sock"), "");
    mount(line, folder, ":ro");
    // This machine's Java and this build, in the place of the image's own.
    mount(line, Path.of(System.getProperty("java.home")), ":ro");
    for (Path part : classPath()) {
      mount(line, part, ":ro");
    }
    if (Files.isDirectory(Path.of("/etc/java-17-openjdk"))) {
      mount(line, Path.of("/etc/java-17-openjdk"), ":ro");
    }
    line.addAll(
        List.of(
            IMAGE,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.consilium.worker.Consilium",
            "--home",
            world.home.root().toString(),
            "worker",
            "run"));
    Shell.run(line.toArray(String[]::new));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(world.home.consoleFile())
                    .as(() -> Shell.run("docker", "logs", container))
                    .exists());
  }

  private static void mount(List<String> line, Path path, String how) {
    line.addAll(List.of("--volume", path + ":" + path + how));
  }

  private static Set<Path> classPath() {
    Set<Path> parts = new LinkedHashSet<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(part).toAbsolutePath().normalize();
      if (Files.exists(path)) {
        parts.add(path);
      }
    }
    return parts;
  }

  /** The worker's rights in compose.yaml as options of docker run. */
  private static List<String> rights() throws IOException {
    Map<?, ?> compose =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(REPOSITORY.resolve("docker/compose.yaml")));
    Map<?, ?> worker = (Map<?, ?>) field((Map<?, ?>) field(compose, "services"), "worker");
    assertThat(field(worker, "read_only")).isEqualTo(true);
    assertThat(field(worker, "cap_drop")).isEqualTo(List.of("ALL"));
    List<String> options = new ArrayList<>(List.of("--read-only", "--cap-drop", "ALL"));
    Map.of("tmpfs", "--tmpfs", "cap_add", "--cap-add", "security_opt", "--security-opt")
        .forEach(
            (name, option) ->
                ((List<?>) field(worker, name))
                    .forEach(value -> options.addAll(List.of(option, value.toString()))));
    return options;
  }

  private static Object field(Map<?, ?> map, String name) {
    return Optional.ofNullable(map.get(name)).orElseThrow();
  }
}
