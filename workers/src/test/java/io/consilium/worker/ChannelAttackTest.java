package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.Topics;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.worker.fixture.PlatformStub.Request;
import io.consilium.worker.sandbox.HostileImage;
import io.consilium.worker.zoo.Attack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Containers that tell what they see in every way that is left to them, to a platform that listens.
 */
@ExtendWith(HostileImage.Resolver.class)
class ChannelAttackTest {
  private static final Path LEAK = Path.of("src/test/attacks/leak.yaml");

  @TempDir private static Path folder;
  private static FacilityWorld world;
  private static int revisions;

  @BeforeAll
  static void prepareData(HostileImage image) throws IOException {
    world = new FacilityWorld(image, folder);
    world.policy("runs_per_dataset_and_model: 100\nstep_deadline: PT20S\n");
    world.startWorker();
    BenchmarkDocument revision = leaking("");
    world.accept(revision);
    world.addDataset();
    assertThat(world.prepare(revision)).isEqualTo("complete");
    world.cli.decide("dataset", "register", FacilityWorld.DATASET, "--yes");
  }

  @AfterAll
  static void closeWorld() {
    world.close();
  }

  @Test
  @Attack("channel/choice_of_failure")
  void howAModelFailsIsNotTold() throws IOException {
    List<String> deeds =
        List.of(
            "raise_an_exception",
            "exit_with_7",
            "exit_with_42",
            "want_memory",
            "leave_a_link",
            "leave_too_many_files");

    List<String> told = new ArrayList<>();
    for (String deed : deeds) {
      told.add(toldOf(deed, "infer: " + deed));
    }

    assertThat(told).allMatch(told.get(0)::equals);
    assertThat(told.get(0)).contains("\"errorCode\":\"STEP_FAILED\"").doesNotContain("MODEL");
  }

  @Test
  @Attack("channel/run_time")
  void howLongAModelRanIsNotWrittenAnywhere() throws IOException {
    assertThat(toldOf("slow", "infer: take_its_time")).isEqualTo(toldOf("quick", ""));
  }

  @Test
  @Attack("channel/words_of_an_evaluator")
  void whatAnEvaluatorWroteInsteadOfNumbersIsNotTold() throws IOException {
    assertThat(toldOf("words", "evaluate: write_words"))
        .contains("\"errorCode\":\"STEP_FAILED\"")
        .doesNotContain("OUTPUT_INVALID");
  }

  @Test
  @Attack("channel/withheld")
  void whyAResultIsWithheldIsNotTold() throws IOException {
    assertThat(toldOf("few", "evaluate: count_too_few"))
        .contains("\"errorCode\":\"WITHHELD\"")
        .doesNotContain("people");
  }

  @Test
  @Attack("channel/standard_output")
  void whatContainersPrintStays() throws IOException {
    toldOf("printing", "infer: raise_an_exception");

    try (Stream<Path> logs = Files.walk(world.home.logs())) {
      List<Path> files = logs.filter(Files::isRegularFile).toList();
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(log -> assertThat(log).content().contains(FacilityWorld.CANARY));
    }
    assertNothingToldOf(FacilityWorld.CANARY);
  }

  @Test
  @Attack("channel/stage_names")
  void stagesThatThePreparatorNamesStay() throws IOException {
    Path report = world.home.dataset(FacilityWorld.DATASET).resolve("report.yaml");

    assertThat(report).content().contains(FacilityWorld.CANARY);
    assertNothingToldOf(FacilityWorld.CANARY);
  }

  @Test
  @Attack("channel/paths_of_the_site")
  void whereThingsLieAtTheSiteStays() throws IOException {
    toldOf("paths", "");

    assertNothingToldOf(folder.toString());
  }

  /** What the platform was sent about an execution, without its id and those of its tasks. */
  private static String toldOf(String execution, String deeds) throws IOException {
    BenchmarkDocument revision = leaking(deeds);
    world.accept(revision);
    int before = world.platform.requests().size();
    String id = "e-" + execution;
    if (world.order(Topics.INFER, id, revision).equals("complete")) {
      world.order(Topics.EVALUATE, id, revision);
    }
    StringBuilder told = new StringBuilder();
    for (Request request :
        world.platform.requests().subList(before, world.platform.requests().size())) {
      if (!request.path().endsWith("/fetchAndLock") && !request.path().endsWith("/extendLock")) {
        told.append(request.method()).append(' ').append(request.path()).append('\n');
        told.append(request.body()).append('\n');
      }
    }
    return told.toString().replaceAll("task-[0-9]+", "task").replace(id, "execution");
  }

  private static BenchmarkDocument leaking(String deeds) throws IOException {
    revisions++;
    String text = Files.readString(LEAK);
    for (Map.Entry<String, String> place :
        Map.of(
                "<image>", world.image.name(),
                "<digest>", world.image.digest(),
                "<demo>", "0".repeat(64),
                "<revision>", Integer.toString(revisions),
                "<deeds>", deeds)
            .entrySet()) {
      text = text.replace(place.getKey(), place.getValue());
    }
    return BenchmarkDocument.parse(text);
  }

  private static void assertNothingToldOf(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    List<String> disguises =
        List.of(
            secret,
            HexFormat.of().formatHex(bytes),
            HexFormat.of().withUpperCase().formatHex(bytes),
            Base64.getEncoder().withoutPadding().encodeToString(bytes));
    for (Request request : world.platform.requests()) {
      assertThat(request.path() + request.body()).doesNotContain(disguises);
    }
    world
        .platform
        .statements()
        .forEach(
            statement ->
                assertThat(
                        new String(
                            Base64.getDecoder().decode(statement.payload()),
                            StandardCharsets.UTF_8))
                    .doesNotContain(disguises));
  }
}
