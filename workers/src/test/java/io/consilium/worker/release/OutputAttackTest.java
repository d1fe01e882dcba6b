package io.consilium.worker.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.site.SitePolicy;
import io.consilium.worker.zoo.Attack;
import io.consilium.worker.zoo.Catalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results with something hidden in them, as hostile evaluators write them. */
class OutputAttackTest {
  private static final Path OUTPUTS = Path.of("src/test/attacks/outputs");
  private static final int PEOPLE = 30;

  @TempDir private Path folder;

  static List<String> refused() {
    return Catalogue.read().names("outputs/refused");
  }

  static List<String> same() {
    return Catalogue.read().names("outputs/same");
  }

  @Test
  void theHonestResultThatTheOthersResembleLeaves() {
    assertThat(released(OUTPUTS.resolve("honest.yaml")).nothingIsReleased()).isFalse();
  }

  @ParameterizedTest(name = "{0} is refused")
  @MethodSource("refused")
  @Attack("outputs/refused/{0}")
  void whatIsNotDeclaredIsRefused(String name) {
    assertThat(judge(OUTPUTS.resolve("refused").resolve(name + ".yaml")))
        .isInstanceOf(Verdict.Invalid.class);
  }

  @ParameterizedTest(
      name = "{0}: two results that differ by what is hidden leave as the same bytes")
  @MethodSource("same")
  @Attack("outputs/same/{0}")
  void whatIsHiddenBesideTheNumbersIsGone(String name) throws IOException {
    Path plain = OUTPUTS.resolve("same").resolve(name + ".1.yaml");
    Path hiding = OUTPUTS.resolve("same").resolve(name + ".2.yaml");

    assertThat(released(hiding).canonicalJson()).isEqualTo(released(plain).canonicalJson());
    assertThat(Files.readAllBytes(hiding)).isNotEqualTo(Files.readAllBytes(plain));
  }

  @Test
  @Attack("outputs/too_large")
  void moreThanAResultNeedsIsRefused() throws IOException {
    String honest = Files.readString(OUTPUTS.resolve("honest.yaml"));

    assertThat(judge(write(honest + "#" + "x".repeat(300_000))))
        .isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  @Attack("outputs/too_few_people")
  void fewerPeopleThanTheMinimumAreWithheld() throws IOException {
    assertThat(judge(write("overall: {people: 9, correct: 9, accuracy: 1}\n")))
        .isInstanceOf(Verdict.Withheld.class);
  }

  @Test
  @Attack("outputs/link")
  void aLinkIsNotFollowed() throws IOException {
    Path link = folder.resolve("results.yaml");
    Files.createSymbolicLink(link, OUTPUTS.resolve("honest.yaml").toAbsolutePath());

    Throwable refusal = catchThrowable(() -> judge(link));

    assertThat(refusal).as("the link was followed").isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void everyFileIsInTheCatalogue() throws IOException {
    assertThat(names("refused")).isEqualTo(refused());
    assertThat(names("same")).isEqualTo(same());
  }

  private static List<String> names(String kind) throws IOException {
    try (var files = Files.list(OUTPUTS.resolve(kind))) {
      return files
          .map(file -> String.valueOf(file.getFileName()).replaceFirst("\\..*", ""))
          .distinct()
          .sorted()
          .toList();
    }
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("results.yaml"), yaml);
  }

  private static ReleasedMetrics released(Path file) {
    Verdict verdict = judge(file);
    assertThat(verdict).isInstanceOf(Verdict.Passed.class);
    return ((Verdict.Passed) verdict).metrics();
  }

  private static Verdict judge(Path file) {
    SitePolicy policy = SitePolicy.parse(SitePolicy.DEFAULT_FILE.getBytes(StandardCharsets.UTF_8));
    return new ReleaseGate(policy).judgeResult(file, Documents.onPaper().benchmark(), PEOPLE);
  }
}
