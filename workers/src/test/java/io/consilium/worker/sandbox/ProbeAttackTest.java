package io.consilium.worker.sandbox;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One hostile model tries everything that it survives; what it got is held against the measures.
 */
@ExtendWith(HostileImage.Resolver.class)
class ProbeAttackTest {
  private static final Map<String, List<String>> MEASURES =
      Map.ofEntries(
          entry(
              "1, no network",
              List.of(
                  "network_interfaces",
                  "network_tcp_to_host",
                  "network_tcp_to_internet",
                  "network_udp",
                  "network_ipv6",
                  "network_metadata_address",
                  "network_dns",
                  "network_names_of_the_site",
                  "network_unix_sockets")),
          entry(
              "2, nothing to write but the output",
              List.of(
                  "write_to_root",
                  "write_anywhere",
                  "write_volume_of_the_image",
                  "exec_from_tmp",
                  "fill_tmp",
                  "tmp_flags",
                  "caches_point_into_tmp")),
          entry(
              "3, no privileges",
              List.of(
                  "mount_file_system",
                  "unshare_namespaces",
                  "keyctl",
                  "bpf",
                  "dangerous_system_calls",
                  "ptrace_others",
                  "setuid_program",
                  "raw_sockets",
                  "become_root",
                  "capabilities")),
          entry(
              "3, no system call without need",
              List.of(
                  "calls_without_need",
                  "read_memory_of_a_child",
                  "memory_and_messages_beside_the_files",
                  "sockets_of_rare_families",
                  "another_personality",
                  "calls_of_another_architecture",
                  "run_from_memory",
                  "hide_in_attributes")),
          entry("4, the site's user", List.of("user_is_the_sites", "groups_of_the_image")),
          entry(
              "5, bounded resources",
              List.of("fill_shm", "open_many_files", "start_many_processes", "dump_core")),
          entry(
              "6, inputs read-only, no labels",
              List.of("write_to_inputs", "look_for_labels", "look_for_labels_beside_the_data")),
          entry(
              "7, nothing of the host",
              List.of(
                  "devices",
                  "make_a_device",
                  "settings_of_the_kernel",
                  "namespaces_of_the_host",
                  "graphics_processors")));

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

    assertThat(outcome).as(Files.readString(trial.log())).isInstanceOf(StepOutcome.Succeeded.class);
    report = new ObjectMapper().readTree(trial.output().resolve("report.json").toFile());
  }

  @AfterAll
  static void closeSite() throws IOException {
    listener.close();
    site.close();
  }

  static Stream<Arguments> attempts() {
    return MEASURES.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            measure -> measure.getValue().stream().map(a -> Arguments.of(measure.getKey(), a)));
  }

  @ParameterizedTest(name = "measure {0}: {1} gets nowhere")
  @MethodSource("attempts")
  void theSealHolds(String measure, String attempt) {
    assertThat(report.path(attempt)).as(measure).isNotNull();
    assertThat(report.path(attempt).isNull())
        .as("%s: %s got: %s", measure, attempt, report.path(attempt).asText("nothing, untried"))
        .isTrue();
  }

  @Test
  void everythingThatWasTriedBelongsToAMeasure() {
    TreeSet<String> tried = new TreeSet<>();
    report.fieldNames().forEachRemaining(tried::add);

    assertThat(tried)
        .containsExactlyInAnyOrderElementsOf(
            MEASURES.values().stream().flatMap(List::stream).toList());
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

  /** The address of the engine's bridge, where a container with a network finds its host. */
  private static InetAddress hostAsContainersSeeIt() throws IOException {
    NetworkInterface bridge = NetworkInterface.getByName("docker0");
    return bridge == null
        ? InetAddress.getLoopbackAddress()
        : bridge
            .inetAddresses()
            .filter(Inet4Address.class::isInstance)
            .findFirst()
            .orElse(InetAddress.getLoopbackAddress());
  }
}
