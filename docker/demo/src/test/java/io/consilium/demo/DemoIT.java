package io.consilium.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The demo as a visitor runs it, from its first line to what it leaves. */
class DemoIT {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path WORK = ROOT.resolve(".demo");

  private static List<String> temporaryBefore = List.of();
  private static List<String> volumesBefore = List.of();
  private static Command.Outcome outcome = new Command.Outcome(-1, "", "");

  @BeforeAll
  static void runTheDemo() throws IOException {
    temporaryBefore = temporary();
    volumesBefore = Leftovers.volumes();
    // The jars are those of this very build.
    outcome =
        Command.run(
            List.of(ROOT.resolve("demo").toString(), "--exit"), Map.of("CONSILIUM_BUILD", "0"));
    System.out.println(outcome.output());
    System.err.println(outcome.errors());
  }

  @Test
  @DisplayName("The demo reaches its end")
  void endsWell() {
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
  }

  @Test
  @DisplayName("It prints a table with each hospital's result of each model, the mean and the pool")
  void printsTheTable() {
    for (Hospital hospital : Hospital.all()) {
      assertThat(outcome.output().lines())
          .anyMatch(
              line -> line.matches("\\s*" + hospital.title() + "\\s+\\d+(\\s+[01]\\.\\d{4}){3}"));
    }
    assertThat(outcome.output().lines())
        .anyMatch(line -> line.matches("\\s*Mean of the facilities(\\s+[01]\\.\\d{4}){3}"))
        .anyMatch(line -> line.matches("\\s*Pooled exactly(\\s+-){3}"))
        .anyMatch(
            line -> line.matches("\\s*Accuracy, pooled exactly\\s+\\d+(\\s+[01]\\.\\d{4}){3}"));
  }

  @Test
  @DisplayName("Its fifteen cells equal the independent computation, after the declared rounding")
  void equalsTheIndependentComputation() throws IOException {
    JsonNode report =
        PeopleApi.JSON.readTree(WORK.resolve("last-run.json").toFile()).path("report");
    ExpectedResults expected = ExpectedResults.compute(ROOT, WORK.resolve("example"));

    List<String> differences = expected.differences(report);

    assertThat(report.path("cells")).hasSize(15);
    assertThat(differences).isEmpty();
  }

  @Test
  @DisplayName("It leaves no container and no volume")
  void leavesNoContainer() {
    assertThat(Leftovers.containersOf(WORK)).isEmpty();
    assertThat(Leftovers.volumes()).isSubsetOf(volumesBefore);
  }

  @Test
  @DisplayName("It leaves no process")
  void leavesNoProcess() {
    assertThat(Leftovers.processesOf(WORK)).isEmpty();
  }

  @Test
  @DisplayName("It leaves no folder of its run, and no temporary file")
  void leavesNoFolder() throws IOException {
    assertThat(WORK.resolve("run")).doesNotExist();
    assertThat(temporary()).isSubsetOf(temporaryBefore);
  }

  /** What our programs and their libraries could leave in the system's temporary folder. */
  private static List<String> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(
              name -> name.matches("(?i)(consilium|embedded-pg|tomcat|spring|sqlite|jna|epg).*"))
          .sorted()
          .toList();
    }
  }
}
