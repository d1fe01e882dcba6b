package io.consilium.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A server of the demo")
class ServerTest {
  private final Path folder;
  private final Server server;

  ServerTest(@TempDir Path folder) {
    this.folder = folder;
    this.server = start("exec sleep 600");
  }

  @AfterEach
  void stop() {
    server.kill();
  }

  @Test
  @DisplayName("that a killed demo left behind is ended by the next one")
  void leftover() {
    Server.endLeftover(folder.resolve("pid"));

    await().until(() -> !server.isAlive());
    assertThat(folder.resolve("pid")).doesNotExist();
  }

  @Test
  @DisplayName("whose number another process has got by now does not end that process")
  void anotherProcess() throws IOException {
    Files.writeString(folder.resolve("pid"), server.pid() + " 2001-01-01T00:00:00Z");

    Server.endLeftover(folder.resolve("pid"));

    assertThat(server.isAlive()).isTrue();
  }

  @Test
  @DisplayName("that ended by itself is told with its exit code and its log")
  void endedByItself() {
    Server failing = start("echo no memory; exit 3");
    await().until(() -> !failing.isAlive());

    assertThatThrownBy(failing::requireAlive)
        .isInstanceOf(DemoFailure.class)
        .hasMessageContaining("exit code 3");
    assertThat(failing.log()).hasContent("no memory");
  }

  @Test
  @DisplayName("that does not end when asked is forced")
  void forced() {
    Server stubborn = start("trap '' TERM; while :; do read -t 1 < <(:); done");
    stubborn.ask();

    stubborn.await(Duration.ofMillis(300));

    assertThat(stubborn.isAlive()).isFalse();
  }

  private Server start(String script) {
    return Server.start(
        "the test's server",
        List.of("bash", "-c", script),
        Map.of(),
        folder.resolve("log"),
        folder.resolve("pid"));
  }
}
