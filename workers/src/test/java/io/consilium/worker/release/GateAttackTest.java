package io.consilium.worker.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.release.GateReport.Outcome;
import io.consilium.worker.release.GateReport.Rule;
import io.consilium.worker.site.SitePolicy;
import io.consilium.worker.zoo.Attack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An evaluator that wants to tell more than its figures, at the release gate. */
class GateAttackTest {
  private static final BenchmarkDocument REVISION = Documents.onPaper().benchmark();

  @TempDir private Path folder;

  @Test
  void aMessageInDecimalsIsRoundedAway() throws IOException {
    // 0.6666 and a message below the tolerance of 10^-6.
    Set<String> left = new HashSet<>();
    for (String digits : List.of("0.66666666666666", "0.66666612345678", "0.66666700000001")) {
      left.add(passed("overall: {people: 30, correct: 20, accuracy: %s}".formatted(digits)));
    }
    assertThat(left).hasSize(1);
  }

  @Test
  void aMessageInTheOrderOfKeysOrInTheWritingOfNumbersIsLost() throws IOException {
    Set<String> left = new HashSet<>();
    for (String yaml :
        List.of(
            "overall: {people: 30, correct: 20, accuracy: 0.6666667}",
            "overall: {accuracy: 0.6666667, correct: 20, people: 30}",
            "overall:\n  correct: 2.0e+1\n  people: 30.0\n  accuracy: 0.66666670",
            "# hello\noverall: {people: 30, correct: 20, accuracy: 6.666667e-1}")) {
      left.add(passed(yaml));
    }
    assertThat(left).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          overall: {people: 123456789012345678901234567890, correct: 20, accuracy: 0.5} | FORM
          overall: {people: 1e308, correct: 20, accuracy: 0.5}                          | FORM
          overall: {people: .inf, correct: 20, accuracy: 0.5}                           | FORM
          overall: {people: -.inf, correct: 20, accuracy: 0.5}                          | FORM
          overall: {people: 30, correct: .nan, accuracy: .nan}                          | FORM
          overall: {people: -1, correct: 20, accuracy: 0.5}                             | FORM
          overall: {people: 30, correct: 31, accuracy: 1.03333}                         | FORM
          overall: {people: 30, people: 31, correct: 20, accuracy: 0.66667}             | FORM
          overall: {people: 30, correct: 20, accuracy: 0.66667, "Mrs Smith": 1}         | FORM
          {overall: {people: 30, correct: 20, accuracy: 0.66667}, "Mrs Smith": {}}      | FORM
          overall: &a {people: 30, correct: 20, accuracy: 0.66667, x: *a}               | FORM
          overall: !!java.net.URL ["http://evil.example"]                               | FORM
          overall: {people: 31, correct: 20, accuracy: 0.64516129}                      | PEOPLE
          """)
  void whatIsNotAResultIsRefusedByARuleThatTheReportNames(String yaml, Rule rule)
      throws IOException {
    Verdict verdict = judge(yaml, "");

    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    assertThat(verdict.report().checks())
        .last()
        .satisfies(
            check -> {
              assertThat(check.rule()).isEqualTo(rule);
              assertThat(check.outcome()).isEqualTo(Outcome.REFUSED);
              assertThat(check.why()).isNotBlank();
            });
  }

  @Test
  void aBombOfAliasesEndsAtOnce() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [1, 1]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(judge(bomb.toString(), "")).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  @Attack("gate/too_many_bits")
  void aResultThatCanCarryMoreThanSitePolicyAllowsDoesNotLeave() throws IOException {
    Verdict verdict =
        judge(
            "overall: {people: 30, correct: 20, accuracy: 0.6666667}", "disclosure: {max_bits: 5}");

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Withheld.class,
            withheld ->
                assertThat(withheld.explanation())
                    .contains("bits", "site policy allows 5", "disclosure.max_bits"));
    assertThat(verdict.report().checks().get(0).rule()).isEqualTo(Rule.CAPACITY);
  }

  @Test
  void bitsAreThoseOfTheFormulaAndDoNotDependOnTheFigures() throws IOException {
    // Two counts of at most 30 people, or withheld, and a proportion that follows from them.
    int bits = (int) Math.ceil(2 * Math.log(32) / Math.log(2) + 1);

    assertThat(judge("overall: {people: 30, correct: 20, accuracy: 0.6666667}", "").report().bits())
        .isEqualTo(bits)
        .isEqualTo(
            judge("overall: {people: 3, correct: 2, accuracy: 0.6666667}", "").report().bits());
  }

  @Test
  void countsAreRoundedAndProportionsFollowThem() throws IOException {
    Verdict verdict =
        judge(
            "overall: {people: 28, correct: 17, accuracy: 0.6071429}",
            "disclosure: {round_counts_to: 5}");

    assertThat(((Verdict.Passed) verdict).metrics().canonicalJson())
        .isEqualTo(
            "{\"overall\":{\"accuracy\":{\"value\":0.5},\"correct\":{\"value\":15},"
                + "\"people\":{\"value\":30}},\"subgroups\":{}}");
    ((Verdict.Passed) verdict).metrics().verify(REVISION.metricSchema());
  }

  @Test
  void theReportSaysOfEveryRuleWhatItDid() throws IOException {
    GateReport report =
        judge("overall: {people: 30, correct: 20, accuracy: 0.6666667}", "").report();

    assertThat(report.checks())
        .extracting(GateReport.Check::rule)
        .containsExactly(
            Rule.FORM,
            Rule.PEOPLE,
            Rule.AGREEMENT,
            Rule.CAPACITY,
            Rule.MINIMUM_COUNT,
            Rule.OTHER_LEVELS,
            Rule.SUMS,
            Rule.EARLIER_RELEASES,
            Rule.ROUNDING);
    assertThat(GateReport.fromJson(report.toJson())).isEqualTo(report);
  }

  private String passed(String yaml) throws IOException {
    return ((Verdict.Passed) judge(yaml, "")).metrics().canonicalJson();
  }

  private Verdict judge(String yaml, String policy) throws IOException {
    Path file = Files.writeString(folder.resolve("results.yaml"), yaml);
    return new ReleaseGate(
            SitePolicy.parse(("slots: 1\n" + policy).getBytes(StandardCharsets.UTF_8)))
        .judgeResult(file, REVISION, 30);
  }
}
