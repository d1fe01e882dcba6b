package io.consilium.worker.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.Reason;
import io.consilium.worker.sandbox.StepOutcome.EngineUnavailable;
import io.consilium.worker.sandbox.StepOutcome.Failed;
import io.consilium.worker.sandbox.StepOutcome.Succeeded;
import io.consilium.worker.zoo.Attack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Measure 8: what runs is exactly the registered image, from an allowed registry. */
@ExtendWith(HostileImage.Resolver.class)
class ImageAttackTest {
  private static final String ELSEWHERE = "registry.example.org";
  private static final String NOBODYS = "sha256:" + "ab".repeat(32);

  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  private HostileImage image;
  private Site site;

  @BeforeEach
  void openSite(HostileImage hostile) throws IOException {
    image = hostile;
    site = Site.with(hostile);
  }

  @AfterEach
  void noContainerIsLeft() throws IOException {
    assertThat(site.containers()).isEmpty();
    site.close();
  }

  @Test
  @DisplayName(
      "measure 8, by digest: a tag that was moved to another image does not change what runs")
  @Attack("registry/moved_tag")
  void movedTag() throws Exception {
    String tag = image.registry() + "/attacks/moved:1";
    Shell.run("docker", "tag", image.name(), tag);
    String registered = HostileImage.push(tag);
    image.retag(tag, "RUN echo 'raise SystemExit(77)' > /attacks/misbehave.py");
    assertThat(HostileImage.push(tag)).isNotEqualTo(registered);

    StepOutcome outcome = site.model("misbehave.py", "succeed").image(tag, registered).run();

    assertThat(outcome).isInstanceOf(Succeeded.class);
  }

  @Test
  @DisplayName("measure 8, by digest: a pull brings the registered image")
  void pull() throws Exception {
    String tag = image.registry() + "/attacks/pulled:1";
    image.retag(tag, "RUN touch /pulled");
    String registered = HostileImage.push(tag);
    Shell.run("docker", "image", "rm", "--force", tag);
    Shell.run("docker", "image", "rm", "--force", tag.replace(":1", "@" + registered));

    StepOutcome outcome = site.model("misbehave.py", "succeed").image(tag, registered).run();

    assertThat(outcome).isInstanceOf(Succeeded.class);
  }

  @Test
  @DisplayName(
      "measure 8, by digest: a digest that the registry does not have is IMAGE_UNAVAILABLE")
  @Attack("registry/unknown_digest")
  void unknownDigest() throws Exception {
    StepOutcome outcome = site.model("misbehave.py", "succeed").image(image.name(), NOBODYS).run();

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.detail()).isEqualTo(Detail.IMAGE_UNAVAILABLE);
              assertThat(failed.detail().reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE);
              assertThat(failed.explanation()).contains(NOBODYS);
            });
  }

  @Test
  @DisplayName(
      "measure 8, allowed registries: an image from elsewhere is refused without asking it")
  @Attack("registry/foreign")
  void foreignRegistry() throws Exception {
    try (Registry foreign = new Registry("{}")) {

      StepOutcome outcome =
          site.model("misbehave.py", "succeed").image(foreign.image(), NOBODYS).run();

      assertThat(detail(outcome)).isEqualTo(Detail.REFUSED);
      assertThat(((Failed) outcome).explanation()).contains(foreign.address(), image.registry());
      assertThat(foreign.wasAsked()).isFalse();
    }
  }

  @Test
  @DisplayName("measure 8, by digest: a registry that gives another image is a DIGEST_MISMATCH")
  @Attack("registry/lie")
  void lyingRegistry() throws Exception {
    String another =
        """
        {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
         "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 2,
                    "digest": "%s"},
         "layers": []}
        """
            .formatted(image.digest());
    try (Registry liar = new Registry(another);
        Site trusting = Site.trusting(image, liar.address(), Duration.ofSeconds(60))) {

      StepOutcome outcome =
          trusting.model("misbehave.py", "succeed").image(liar.image(), NOBODYS).run();

      assertThat(liar.wasAsked()).isTrue();
      assertThat(detail(outcome)).isEqualTo(Detail.DIGEST_MISMATCH);
    }
  }

  @Test
  @DisplayName(
      "measure 8, by digest: an engine that shows another image is found out before the start")
  @Attack("engine/lie")
  void lyingEngine() throws Exception {
    try (FakeEngine liar = FakeEngine.docker(FakeEngine.FIT, NOBODYS);
        Site site = Site.with(image, liar.address(), Duration.ofSeconds(5))) {

      StepOutcome outcome = site.model("misbehave.py", "succeed").run();

      assertThat(detail(outcome)).isEqualTo(Detail.DIGEST_MISMATCH);
      assertThat(liar.requests()).noneMatch(request -> request.startsWith("POST"));
    }
  }

  @Test
  @DisplayName(
      "measure 8, by digest: a mirror gives what its registry does not have to be asked for")
  void mirror() throws Exception {
    String tag = image.registry() + "/attacks/mirrored:1";
    image.retag(tag, "RUN touch /mirrored");
    String registered = HostileImage.push(tag);
    Shell.run("docker", "image", "rm", "--force", tag);
    try (Site site = Site.mirroring(image, ELSEWHERE, image.registry() + "/attacks")) {

      StepOutcome outcome =
          site.model("misbehave.py", "succeed").image(ELSEWHERE + "/mirrored:1", registered).run();

      assertThat(outcome).isInstanceOf(Succeeded.class);
    }
  }

  @Test
  @DisplayName("measure 8, by digest: a mirror that gives another image is a DIGEST_MISMATCH")
  void lyingMirror() throws Exception {
    String another =
        """
        {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
         "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 2,
                    "digest": "%s"},
         "layers": []}
        """
            .formatted(image.digest());
    try (Registry liar = new Registry(another);
        Site site = Site.mirroring(image, ELSEWHERE, liar.address())) {

      StepOutcome outcome =
          site.model("misbehave.py", "succeed").image(ELSEWHERE + "/lies/model:1", NOBODYS).run();

      assertThat(liar.wasAsked()).isTrue();
      assertThat(detail(outcome)).isEqualTo(Detail.DIGEST_MISMATCH);
    }
  }

  @ParameterizedTest(name = "measures 3 and 5: no container runs on an engine that {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          has no seccomp        | {"MemoryLimit": true, "SecurityOptions": []}
          without a seccomp     | {"MemoryLimit": true, "SecurityOptions": ["name=seccomp,profile=unconfined"]}
          cannot limit memory   | {"SecurityOptions": ["name=seccomp"]}
          cannot limit processes| {"MemoryLimit": true, "PidsLimit": false, "SecurityOptions": ["name=seccomp"]}
          cannot limit processors| {"MemoryLimit": true, "CpuCfsQuota": false, "SecurityOptions": ["name=seccomp"]}
          as which users of this machine| {"MemoryLimit": true, "SecurityOptions": ["name=seccomp", "name=rootless"]}
          """)
  @Attack("engine/unfit")
  void unfitEngine(String flaw, String info) throws Exception {
    try (FakeEngine unfit = FakeEngine.docker(info, image.digest());
        Site site = Site.with(image, unfit.address(), Duration.ofSeconds(5))) {

      StepOutcome outcome = site.model("misbehave.py", "succeed").run();

      assertThat(outcome)
          .isInstanceOfSatisfying(
              EngineUnavailable.class,
              unavailable -> assertThat(unavailable.explanation()).contains(flaw));
      assertThat(unfit.requests()).noneMatch(request -> request.startsWith("POST"));
    }
  }

  @Test
  @DisplayName("measure 9: a registry that never answers is given up as a passing fault")
  @Attack("registry/silence")
  void silentRegistry() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Site trusting =
            Site.trusting(image, "127.0.0.1:" + silent.getLocalPort(), Duration.ofSeconds(2))) {
      long started = System.nanoTime();

      StepOutcome outcome =
          trusting
              .model("misbehave.py", "succeed")
              .image("127.0.0.1:" + silent.getLocalPort() + "/silent/model:1", NOBODYS)
              .run();

      // The engine gives up too, some time later: that it was ours is seen by the words.
      assertThat(outcome)
          .isInstanceOfSatisfying(
              EngineUnavailable.class,
              unavailable -> assertThat(unavailable.explanation()).contains("within 2 s"));
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(30));
    }
  }

  private static Detail detail(StepOutcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed) outcome).detail();
  }

  /** A registry that answers every question alike, without TLS. */
  private static final class Registry implements AutoCloseable {
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String manifest;

    Registry(String manifest) throws IOException {
      this.manifest = manifest;
      Thread thread = new Thread(this::serve, "registry");
      thread.setDaemon(true);
      thread.start();
    }

    private void serve() {
      while (!server.isClosed()) {
        try (Socket connection = server.accept()) {
          answer(connection);
        } catch (IOException e) {
          // The other side hung up, or the test is over.
        }
      }
    }

    /** An engine tries TLS first, which does not begin like a request, and is cut off at once. */
    private void answer(Socket connection) throws IOException {
      asked.set(true);
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
      if (lines.read() != 'G') {
        return;
      }
      String line = lines.readLine();
      while (line != null && !line.isEmpty()) {
        line = lines.readLine();
      }
      String head =
          "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\nContent-Type: %s\r\n\r\n"
              .formatted(manifest.length(), MANIFEST);
      connection.getOutputStream().write((head + manifest).getBytes(US_ASCII));
    }

    String address() {
      return "127.0.0.1:" + server.getLocalPort();
    }

    String image() {
      return address() + "/elsewhere/model:1";
    }

    boolean wasAsked() {
      return asked.get();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
