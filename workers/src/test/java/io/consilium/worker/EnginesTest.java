package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.contract.Topics;
import io.consilium.worker.fixture.Certificates;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.PlatformStub.Task;
import io.consilium.worker.fixture.PrivateEngine;
import io.consilium.worker.sandbox.HostileImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One worker with two real engines, one of them over TCP with certificates on both sides. */
@ExtendWith(HostileImage.Resolver.class)
class EnginesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private FacilityWorld world;
  private PrivateEngine near;
  private PrivateEngine far;
  private int port;

  @BeforeEach
  void startEngines(HostileImage image) throws IOException {
    world = new FacilityWorld(image, folder);
    Certificates certificates =
        Certificates.in(Files.createDirectories(folder.resolve("certificates")));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    near = PrivateEngine.in(folder.resolve("near"));
    far =
        PrivateEngine.in(
            folder.resolve("far"),
            "--host=tcp://127.0.0.1:" + port,
            "--tlsverify",
            "--tlscacert=" + certificates.server().resolve("ca.pem"),
            "--tlscert=" + certificates.server().resolve("cert.pem"),
            "--tlskey=" + certificates.server().resolve("key.pem"));
    Path site = world.home.siteFile();
    Files.writeString(
        site,
        Files.readString(site)
            .replaceFirst(
                "engine:\\n  host: .*",
                """
                engines:
                  - {id: near, host: "%s"}
                  - {id: far, host: "tcp://127.0.0.1:%d", tls: "%s"}
                """
                    .formatted(near.host(), port, certificates.client())));
  }

  @AfterEach
  void stopEngines() {
    world.close();
    near.close();
    far.close();
  }

  @Test
  void executionsUseBothEnginesAndOneWhoseEngineDiesRunsAgainOnTheOther() throws IOException {
    world.startWorker();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(world.cli.run("worker", "status"))
                    .contains("near (", "far (", "READY, 0 of 1")
                    .doesNotContain("AWAY", "UNTRIED"));
    world.register(world.documents());
    Documents slow = world.documents().slowModel(8).revision(2);
    world.accept(slow);
    Task one = world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e1", slow));
    Task other = world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e2", slow));
    await().atMost(PATIENCE).until(() -> containers(near) == 1 && containers(far) == 1);

    far.kill();

    assertThat(FacilityWorld.outcome(one)).isEqualTo("complete");
    assertThat(FacilityWorld.outcome(other)).isEqualTo("complete");
    assertThat(one.claims() + other.claims()).isEqualTo(2);
    assertThat(world.cli.run("worker", "status")).contains("AWAY");
    far.restart();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(world.cli.run("worker", "status")).doesNotContain("AWAY"));
    assertThat(containers(far)).as("nothing of the lost step is left").isZero();
    for (String id : new String[] {"e1", "e2"}) {
      assertThat(
              FacilityWorld.outcome(
                  world.platform.order(Topics.EVALUATE, FacilityWorld.ofExecution(id, slow))))
          .isEqualTo("complete");
    }
    assertThat(containers(near) + containers(far)).isZero();
  }

  @Test
  void anEngineThatDoesNotKnowTheWorkersCertificateRunsNothing() throws IOException {
    Certificates foreign = Certificates.in(Files.createDirectories(folder.resolve("foreign")));
    Path site = world.home.siteFile();
    Files.writeString(
        site,
        Files.readString(site)
            .replace(folder.resolve("certificates/client").toString(), foreign.client().toString())
            .replaceFirst("  - \\{id: near.*\\n", ""));
    world.startWorker();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(world.cli.run("status"))
                    .contains("tcp://127.0.0.1:" + port + " does not answer"));
    assertThat(containers(far)).isZero();
  }

  private int containers(PrivateEngine engine) {
    return engine.containers("io.consilium.home=" + world.home.root()).size();
  }
}
