package io.consilium.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.worker.zoo.Attack;
import io.consilium.worker.zoo.Catalogue;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One hostile model tries everything that it survives; what it got is held against the measures.
 */
@ExtendWith(HostileImage.Resolver.class)
class ProbeAttackTest {
  /** Such a try has neither held the seal nor broken it, and the test fails in another way. */
  private static final Pattern NOTHING_SHOWN =
      Pattern.compile("the try itself broke|failed for another reason than the seal");

  private static Site site;
  private static ServerSocket listener;
  private static JsonNode report;

  @BeforeAll
  static void letTheModelTry(HostileImage image) throws Exception {
    site = Site.with(image);
    listener = new ServerSocket(0, 50, hostAsContainersSeeIt());
    Site.Trial trial =
        site.model(
                "probe.py",
                "'%s'".formatted(listener.getInetAddress().getHostAddress()),
                "'%d'".formatted(listener.getLocalPort()),
                "'%d'".formatted(Site.RUN_AS.uid()),
                "'%d'".formatted(Site.RUN_AS.gid()))
            .runArgs("shm_size: 8g\nenvironment: {HOME: /open, TMPDIR: /open}\n");

    StepOutcome outcome = trial.run();

    assertThat(outcome).as(logOf(trial)).isInstanceOf(StepOutcome.Succeeded.class);
    report = new ObjectMapper().readTree(trial.output().resolve("report.json").toFile());
  }

  @AfterAll
  static void closeSite() throws IOException {
    listener.close();
    site.close();
  }

  static List<String> attempts() {
    return Catalogue.read().names("probe");
  }

  @ParameterizedTest(name = "{0} gets nowhere")
  @MethodSource("attempts")
  @Attack("probe/{0}")
  void theSealHolds(String attempt) {
    assertThat(report.has(attempt)).as("%s was tried", attempt).isTrue();
    String got = report.path(attempt).asText();
    if (NOTHING_SHOWN.matcher(got).find()) {
      throw new IllegalStateException(attempt + ": " + got);
    }
    assertThat(report.path(attempt).isNull()).as("%s got: %s", attempt, got).isTrue();
  }

  @Test
  void everythingThatWasTriedIsInTheCatalogue() {
    TreeSet<String> tried = new TreeSet<>();
    report.fieldNames().forEachRemaining(tried::add);

    assertThat(tried).containsExactlyInAnyOrderElementsOf(attempts());
  }

  @Test
  void nobodyGotThroughToTheHostsPort() throws IOException {
    listener.setSoTimeout(1);

    assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void theContainerIsGone() {
    assertThat(site.containers()).isEmpty();
    assertThat(Files.exists(site.home.resolve("state/scratch/.parameters"))).isTrue();
    assertThat(site.home.resolve("state/scratch/.parameters")).isEmptyDirectory();
  }

  private static String logOf(Site.Trial trial) throws IOException {
    return Files.exists(trial.log()) ? Files.readString(trial.log()) : "no log";
  }

  /**
   * An address of the host, where a container with a network finds it: that of the engine's bridge,
   * or of another card. Loopback would be the container's own.
   */
  private static InetAddress hostAsContainersSeeIt() throws IOException {
    return NetworkInterface.networkInterfaces()
        .sorted(Comparator.comparing(card -> !card.getName().equals("docker0")))
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst()
        .orElseThrow(() -> new IOException("this machine has no address but loopback"));
  }
}
