package io.consilium.worker.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.metric.ResultsReader;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.site.SitePolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseGateTest {
  private static final String HONEST =
      "overall: {people: 30, correct: 20, accuracy: 0.6666666666666666}\n";

  private final BenchmarkDocument revision = Documents.onPaper().benchmark();

  @TempDir private Path folder;

  @Test
  void aResultLeavesRoundedAsDeclared() throws IOException {
    assertThat(judge(HONEST, 30))
        .isInstanceOfSatisfying(
            Verdict.Passed.class,
            passed ->
                assertThat(passed.metrics().canonicalJson())
                    .isEqualTo(
                        "{\"overall\":{\"accuracy\":{\"value\":0.6667},\"correct\":{\"value\":20},"
                            + "\"people\":{\"value\":30}},\"subgroups\":{}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          overall: {people: 30, correct: 20, accuracy: "Mrs Smith"}          | must be a number, not the text
          overall: {people: 30, correct: 20, accuracy: .nan}                 | .nan, which the metric schema does not allow
          overall: {people: 30, correct: 20, accuracy: 0.6666667, note: 1}   | overall.note is not declared
          overall: {people: 30, correct: 20}                                 | accuracy is missing
          overall: {people: 30, correct: 20, accuracy: 0.7}                  | accuracy is 0.7 but
          overall: {people: 30, correct: 20.5, accuracy: 0.6833333}          | must be a whole number
          [1, 2                                                              | not YAML
          """)
  void aResultThatIsNotWhatTheSchemaDeclaresIsInvalid(String yaml, String words)
      throws IOException {
    assertThat(judge(yaml, 30))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class, invalid -> assertThat(invalid.explanation()).contains(words));
  }

  @Test
  void aResultOfTenMegabytesIsInvalid() throws IOException {
    assertThat(judge(HONEST + "#" + "x".repeat(10_000_000), 30))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class,
            invalid ->
                assertThat(invalid.explanation())
                    .contains("too large")
                    .contains("%,d".formatted(ResultsReader.MAX_BYTES)));
  }

  @Test
  void anEvaluatorCannotCountMorePeopleThanTheCatalogue() throws IOException {
    assertThat(judge(HONEST, 29))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class,
            invalid ->
                assertThat(invalid.explanation())
                    .contains("people of overall counts 30", "the dataset holds 29"));
  }

  @Test
  void whatRestsOnTooFewPeopleIsWithheldAltogether() throws IOException {
    assertThat(judge("overall: {people: 9, correct: 9, accuracy: 1.0}\n", 9))
        .isInstanceOf(Verdict.Withheld.class);
  }

  @Test
  void theSiteMayAskForMorePeopleThanTheBenchmark() throws IOException {
    SitePolicy strict = policy("minimum_count: 31\n");

    assertThat(new ReleaseGate(strict).judgeResult(write(HONEST), revision, 100))
        .isInstanceOf(Verdict.Withheld.class);
  }

  @Test
  void theBenchmarkMayAskForMorePeopleThanTheSite() throws IOException {
    BenchmarkDocument strict = Documents.onPaper().minimumCount(31).benchmark();

    assertThat(
            new ReleaseGate(policy("minimum_count: 1\n")).judgeResult(write(HONEST), strict, 100))
        .isInstanceOf(Verdict.Withheld.class);
  }

  @Test
  void statisticsPassTheSameRules() throws IOException {
    Path file = write("people: 30\nevents: 9\nnon_events: 21\n");

    assertThat(gate().judgeStatistics(file, revision, 30))
        .isInstanceOfSatisfying(
            Verdict.Passed.class,
            passed ->
                assertThat(passed.metrics().canonicalJson())
                    .isEqualTo(
                        "{\"overall\":{\"events\":{\"missing\":\"WITHHELD\"},"
                            + "\"non_events\":{\"missing\":\"WITHHELD\"},\"people\":{\"value\":30}},"
                            + "\"subgroups\":{}}"));
  }

  private Verdict judge(String yaml, int people) throws IOException {
    return gate().judgeResult(write(yaml), revision, people);
  }

  private static ReleaseGate gate() {
    return new ReleaseGate(policy(SitePolicy.DEFAULT_FILE));
  }

  private static SitePolicy policy(String yaml) {
    return SitePolicy.parse(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("results.yaml"), yaml);
  }
}
