package io.consilium.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A facility whose containers tell whatever they see: preparator, models and evaluator print, name,
 * and throw the data. Then every byte that was sent to the platform, and everything that the
 * platform keeps, is searched for it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(StopAtFirstFailure.class)
class CanaryIT {
  /** Its check fails, so that people at the site are asked to look. */
  private static final String UNSOUND = "unsound";

  /** Its preparation fails. */
  private static final String BROKEN = "broken";

  private final Canary canary = new Canary();
  private final Stage stage;
  private final Installation installation;
  private final Walk walk;
  private final PlatformDatabase database;
  private final Recorder recorder;
  private final LeakyExample example;

  CanaryIT() throws IOException {
    stage = Stage.behindARecorder(List.of(Hospital.AURORA));
    installation = stage.installation();
    Settings settings = stage.settings();
    recorder = new Recorder(settings.port(), settings.platformPort());
    example = LeakyExample.write(settings, canary);
    database = new PlatformDatabase(settings.platformHome());
    walk = new Walk(installation, new Narrator(System.out, Narrator.Medium.PLAIN, Instant.now()));
  }

  @BeforeAll
  void evaluate() throws IOException {
    walk.open();
    walk.proposeBenchmark();
    walk.approveBenchmark();
    walk.submitModels();
    walk.prepareData();
    walk.joinBenchmark();
    walk.approveAssociations();
    walk.acceptModels();
    prepareInVain(UNSOUND, UNSOUND);
    prepareInVain(BROKEN, BROKEN);
    walk.startRound();
    walk.releaseResults();
  }

  @AfterAll
  void stop() throws IOException {
    stage.close();
    recorder.close();
    example.removeImage();
  }

  @Test
  @Order(1)
  @DisplayName(
      "the run went through every path: a result, a failed model, a withheld result, a failed check")
  void everyPathWasTaken() throws IOException {
    List<String> ends = new ArrayList<>();
    walk.round()
        .orElseThrow()
        .path("cells")
        .forEach(
            cell ->
                ends.add(
                    cell.path("modelId").asText()
                        + " "
                        + cell.path("reason").asText(cell.path("state").asText())));
    assertThat(ends)
        .anyMatch(end -> end.startsWith("random-forest") && end.contains("STEP_FAILED"))
        .anyMatch(end -> end.startsWith("gradient-boosting") && end.contains("WITHHELD"))
        .anyMatch(end -> end.startsWith("leaking-model") && end.contains("RELEASED"));
    assertThat(site().consilium("dataset", "show", UNSOUND)).contains("waits for people");
    assertThat(site().consilium("dataset", "show", BROKEN)).contains("STEP_FAILED");
  }

  @Test
  @Order(2)
  @DisplayName("the containers saw the canaries: their logs at the site are full of them")
  void theContainersTold() throws IOException {
    try (Stream<Path> files = Files.walk(site().home().resolve("state/logs"))) {
      List<Path> logs = files.filter(Files::isRegularFile).toList();
      List<String> kinds = List.of("case", "file", "data", "label", "dicom", UNSOUND, BROKEN);
      StringBuilder all = new StringBuilder();
      for (Path log : logs) {
        all.append(Files.readString(log, StandardCharsets.ISO_8859_1));
      }
      assertThat(all.toString()).contains(kinds.stream().map(canary::of).toList());
    }
  }

  @Test
  @Order(3)
  @DisplayName("no byte that was sent holds a canary")
  void nothingWasSent() {
    byte[] sent = recorder.sent();

    assertThat(new String(sent, StandardCharsets.ISO_8859_1))
        .contains("/facility/statements", "/bpmnError", "STEP_FAILED", "WITHHELD")
        .doesNotContain("Freya Lindqvist")
        .doesNotContainIgnoringCase("Content-Encoding");
    assertThat(canary.in("sent", sent)).isEmpty();
    System.out.printf(
        "canaries: %d bytes were sent to the platform, none of them found%n", sent.length);
  }

  @Test
  @Order(4)
  @DisplayName(
      "nothing that the platform keeps or shows holds a canary: tables, files, logs, metrics")
  void nothingIsAtThePlatform() throws Exception {
    assertThat(atThePlatform()).isEmpty();
  }

  @Test
  @Order(5)
  @DisplayName("a sender that leaks is caught at the socket, in each channel and disguise")
  void aLeakingSenderIsCaughtAtTheSocket() throws IOException {
    List<String> channels =
        List.of(
            "GET /facility/%s HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /facility/benchmarks?%s HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /facility/benchmarks HTTP/1.1\r\nHost: x\r\nUser-Agent: %s\r\n\r\n",
            "POST /facility/statements HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n{\"payload\":\"%s\"}",
            "POST /facility/engine/external-task/1/bpmnError HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n"
                + "{\"errorMessage\":\"%s\"}");
    for (String channel : channels) {
      for (Map.Entry<String, String> disguise : canary.disguises().entrySet()) {
        int before = recorder.sent().length;
        try (Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), stage.settings().port())) {
          socket
              .getOutputStream()
              .write(channel.formatted(disguise.getValue()).getBytes(StandardCharsets.ISO_8859_1));
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        }
        assertThat(canary.in("sent", sentSince(before)))
            .as(channel + disguise.getKey())
            .isNotEmpty();
      }
    }
  }

  @Test
  @Order(6)
  @DisplayName("a worker that reports words, and one that signs with a name, is caught")
  void aLeakingWorkerIsCaught() throws Exception {
    site().worker().ask();
    site().worker().await(Duration.ofSeconds(30));
    LeakyWorker.start(site(), stage.settings());

    int before = recorder.sent().length;
    prepareInVain("again", BROKEN);
    assertThat(canary.in("reported", sentSince(before))).isNotEmpty();
    assertThat(inTables()).as("the platform keeps no words of a report").isEmpty();

    before = recorder.sent().length;
    addDataset("third", example.facility().resolve("data"));
    site().consilium("dataset", "prepare", "third", "--wait", "--as", canary.of("person"));
    site().consilium("dataset", "register", "third", "--yes", "--as", canary.of("person"));
    assertThat(canary.in("signed", sentSince(before)))
        .anyMatch(place -> place.startsWith("signed, within base64"));
    assertThat(inTables()).as("the platform keeps statements").isNotEmpty();
  }

  private byte[] sentSince(int before) {
    byte[] all = recorder.sent();
    return Arrays.copyOfRange(all, before, all.length);
  }

  @Test
  @Order(7)
  @DisplayName("a canary in a table, as text or bytes, or in a log, is caught")
  void whatIsPlantedAtThePlatformIsFound() throws Exception {
    database.update("create schema planted");
    database.update("create table planted.words (a text, b bytea)");
    database.update("insert into planted.words (a) values ('" + canary.of("text") + "')");
    database.update(
        "insert into planted.words (b) values (convert_to('" + canary.of("bytes") + "', 'UTF8'))");
    Path log = stage.settings().logs().resolve("planted.log");
    Files.writeString(log, canary.of("log"));

    List<String> found = atThePlatform();

    assertThat(found)
        .anyMatch(place -> place.startsWith("planted.words.a"))
        .anyMatch(place -> place.startsWith("planted.words.b"))
        .anyMatch(place -> place.contains("planted.log"));
  }

  private void prepareInVain(String name, String mark) throws IOException {
    addDataset(name, example.markedData(mark));
    Command.Outcome outcome =
        site().tryConsilium("dataset", "prepare", name, "--wait", "--as", canary.of("person"));
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
  }

  private void addDataset(String name, Path data) {
    Path labels = example.facility().resolve("labels");
    site()
        .consilium(
            "dataset",
            "add",
            name,
            "--benchmark",
            Walk.BENCHMARK,
            "--data",
            data.toString(),
            "--labels",
            labels.toString(),
            "--people",
            "40");
  }

  private Site site() {
    return installation.site(Hospital.AURORA);
  }

  private List<String> atThePlatform() throws Exception {
    List<String> found = new ArrayList<>();
    found.addAll(inTables());
    found.addAll(inFiles());
    found.addAll(inPages());
    return found;
  }

  /** Every column of every table of every schema. */
  private List<String> inTables() throws SQLException, IOException {
    List<String> found = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    database.everyValue(
        new PlatformDatabase.Visitor() {
          @Override
          public void column(String place) {
            columns.add(place);
          }

          @Override
          public void value(String place, byte[] bytes) {
            found.addAll(canary.in(place, bytes));
          }
        });
    assertThat(columns).hasSizeGreaterThan(300);
    return found;
  }

  /**
   * The platform's folder, the database's files with it, and every log that is not a facility's.
   */
  private List<String> inFiles() throws IOException {
    Set<Path> all = new LinkedHashSet<>();
    for (Path folder : List.of(stage.settings().platformHome(), stage.settings().logs())) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.filter(Files::isRegularFile).forEach(all::add);
      }
    }
    all.remove(site().worker().log());
    List<String> found = new ArrayList<>();
    for (Path file : all) {
      try {
        byte[] bytes = Files.readAllBytes(file);
        found.addAll(
            file.toString().endsWith(".log")
                ? canary.in(file.toString(), bytes)
                : canary.inPlainSight(file.toString(), bytes));
      } catch (NoSuchFileException e) {
        // The database has files that come and go.
      }
    }
    assertThat(all).hasSizeGreaterThan(500);
    return found;
  }

  /** What the platform shows of itself. */
  private List<String> inPages() throws IOException, InterruptedException {
    List<String> found = new ArrayList<>();
    HttpClient http = HttpClient.newHttpClient();
    for (String path :
        List.of(
            "/actuator",
            "/actuator/health",
            "/actuator/info",
            "/actuator/metrics",
            "/actuator/prometheus",
            "/actuator/loggers",
            "/api/facilities",
            "/api/rounds",
            "/api/rounds/" + Walk.ROUND_ID)) {
      for (Person person : List.of(Person.OLGA, Person.CHLOE)) {
        HttpRequest request =
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + stage.settings().platformPort() + path))
                .header("Authorization", person.basic())
                .build();
        found.addAll(
            canary.in(
                path.toLowerCase(Locale.ROOT), http.send(request, BodyHandlers.ofString()).body()));
      }
    }
    return found;
  }
}
