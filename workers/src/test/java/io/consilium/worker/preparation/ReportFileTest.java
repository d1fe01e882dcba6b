package io.consilium.worker.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report is a container's output: read strictly, shown safely. */
class ReportFileTest {
  private static final List<String> STAGES = List.of("identified", "segmented", "approved");

  @TempDir private Path folder;

  private Progress read(String report) throws IOException {
    Path file = Files.writeString(folder.resolve("report.yaml"), report);
    return ReportFile.read(file, STAGES).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{status: {a: segmented, b: segmented, c: approved}, comment: {a: x, b: y, c: z}}",
        "status: [segmented, approved, segmented]",
        "- {case: a, status: segmented}\n- {case: b, status: approved}\n- {case: c, status: segmented}"
      })
  void aTableOfColumnsOrOfCasesIsCounted(String report) throws IOException {
    Progress progress = read(report);

    assertThat(progress.trouble()).isEmpty();
    assertThat(progress.cases()).isEqualTo(3);
    assertThat(progress.stages())
        .containsExactly(
            new Progress.Stage("identified", 0),
            new Progress.Stage("segmented", 2),
            new Progress.Stage("approved", 1));
  }

  @Test
  void stagesThatTheRevisionDoesNotNameComeLast() throws IOException {
    assertThat(read("status: {a: -1.1, b: 3, c: 3, d: approved}").stages())
        .extracting(Progress.Stage::name)
        .containsExactly("identified", "segmented", "approved", "3", "-1.1");
  }

  @Test
  void noReportIsNoProgress() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.yaml"));

    assertThat(ReportFile.read(folder.resolve("none.yaml"), STAGES)).isEmpty();
    assertThat(ReportFile.read(empty, STAGES)).isEmpty();
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "status: {a: secret}");
    Path link = Files.createSymbolicLink(folder.resolve("report.yaml"), secret);

    assertThat(ReportFile.read(link, STAGES)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status: {a: &x segmented, b: *x}",
        "status: !!python/object:os.system {a: b}",
        "status: {a: {b: {c: {d: {e: {f: 1}}}}}}",
        "status: {a: [1, 2]}",
        "status: {a: 1, a: 2}",
        "cases: {a: 1}",
        "nothing",
        "[",
        "\u0000"
      })
  void whatIsNotATableIsTroubleAndNoException(String report) throws IOException {
    Progress progress = read(report);

    assertThat(progress.cases()).isZero();
    assertThat(progress.trouble()).isPresent();
  }

  @Test
  void aHugeReportIsNotReadToItsEnd() throws IOException {
    assertThat(read("x".repeat(5 << 20)).trouble().orElseThrow()).contains("too large");
  }

  @Test
  void manyStagesAndLongNamesAreCutShort() throws IOException {
    String report =
        IntStream.range(0, 500)
            .mapToObj(i -> "c%d: \"stage %d %s\"".formatted(i, i, "y".repeat(300)))
            .collect(Collectors.joining(", ", "status: {", "}"));

    Progress progress = read(report);

    assertThat(progress.cases()).isEqualTo(500);
    assertThat(progress.stages()).hasSize(3 + 40 + 1);
    assertThat(progress.stages())
        .allSatisfy(stage -> assertThat(stage.name()).hasSizeLessThanOrEqualTo(63));
  }

  @Test
  void whatWouldPaintATerminalIsNotPrinted() throws IOException {
    assertThat(read("status: {a: \"\\u202Eevil\\u2028\"}").stages())
        .extracting(Progress.Stage::name)
        .contains("?evil?");
  }
}
