package io.consilium.platform;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.consilium.platform.scenario.ManifestServer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.testcontainers.containers.PostgreSQLContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The whole platform on a real PostgreSQL. One of both serves all tests of a run, so each test
 * makes what it needs under ids of its own.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
public abstract class PlatformTest {
  private static final DockerImageName IMAGE =
      DockerImageName.parse("consilium/postgres:15").asCompatibleSubstituteFor("postgres");

  // Stopped when the virtual machine ends: the platform of the last test still uses it before.
  private static final PostgreSQLContainer<?> DATABASE =
      new PostgreSQLContainer<>(IMAGE)
          .withImagePullPolicy(image -> false)
          .withCreateContainerCmdModifier(PlatformTest::onLoopbackOnly)
          .waitingFor(Wait.forSuccessfulCommand("pg_isready --host=127.0.0.1"));

  /** The image registry that containers may come from. */
  protected static final ManifestServer IMAGES = new ManifestServer();

  private static final AtomicInteger NEXT = new AtomicInteger();

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry properties) {
    DATABASE.start();
    properties.add("spring.datasource.url", DATABASE::getJdbcUrl);
    properties.add("spring.datasource.username", DATABASE::getUsername);
    properties.add("spring.datasource.password", DATABASE::getPassword);
    Path home = Path.of("target", "platforms", UUID.randomUUID().toString());
    properties.add("consilium.home", home::toString);
    properties.add("consilium.registries", IMAGES::host);
  }

  private static void onLoopbackOnly(CreateContainerCmd container) {
    Objects.requireNonNull(container.getHostConfig())
        .withPortBindings(
            new PortBinding(
                Ports.Binding.bindIp("127.0.0.1"),
                ExposedPort.tcp(PostgreSQLContainer.POSTGRESQL_PORT)));
  }

  /** An id that no other test uses. */
  protected static String newId(String prefix) {
    return prefix + "-" + NEXT.incrementAndGet();
  }

  /** Where the platform of this test is to be reached. */
  protected String url() {
    return "http://127.0.0.1:" + port;
  }
}
