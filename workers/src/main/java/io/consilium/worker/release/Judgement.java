package io.consilium.worker.release;

import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.metric.ReportedMetrics;
import io.consilium.contract.metric.ResultsReader;
import io.consilium.contract.metric.Units;
import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.worker.release.GateReport.Check;
import io.consilium.worker.release.GateReport.Outcome;
import io.consilium.worker.release.GateReport.Rule;
import io.consilium.worker.site.SitePolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Applies the gate's rules to one report, one after the other, and notes what each did. */
final class Judgement {
  private final SitePolicy policy;
  private final MetricSchema schema;
  private final Known known;
  private final int minimum;
  private final int bits;
  private final List<Check> checks = new ArrayList<>();

  Judgement(SitePolicy policy, MetricSchema schema, Known known, int minimum) {
    this.policy = policy;
    this.schema = schema;
    this.known = known;
    this.minimum = minimum;
    this.bits = Capacity.bits(schema, known.people());
  }

  Verdict of(String name, byte[] yaml) {
    Optional<String> excess = excessBits();
    if (excess.isPresent()) {
      checks.add(Check.refused(Rule.CAPACITY, excess.get()));
      return new Verdict.Withheld(excess.get(), report());
    }
    ReportedMetrics reported;
    try {
      reported = ResultsReader.read(name, yaml, schema);
    } catch (InvalidDocumentException e) {
      checks.add(Check.refused(Rule.FORM, words(e)));
      return new Verdict.Invalid(words(e), report());
    }
    checks.add(
        Check.passed(
            Rule.FORM, "numbers at the declared places and nothing else, each within its range"));
    Optional<String> crowd = crowd(reported);
    if (crowd.isPresent()) {
      checks.add(Check.refused(Rule.PEOPLE, crowd.get()));
      return new Verdict.Invalid(crowd.get(), report());
    }
    noteWhatHolds();
    ReleasedMetrics released = released(reported);
    return released.nothingIsReleased()
        ? new Verdict.Withheld(
            "no figure rests on %d people in every class that it needs".formatted(minimum),
            report())
        : new Verdict.Passed(released, report());
  }

  static String words(InvalidDocumentException e) {
    return Optional.ofNullable(e.getMessage()).orElse("not what the schema declares");
  }

  private GateReport report() {
    return new GateReport(bits, policy.disclosure().maxBits(), minimum, checks);
  }

  private Optional<String> excessBits() {
    return bits <= policy.disclosure().maxBits()
        ? Optional.empty()
        : Optional.of(
            ("a result of this benchmark can carry %d bits, and site policy allows %d: ask the"
                    + " committee for fewer figures or decimals, or raise disclosure.max_bits in"
                    + " site-policy.yaml")
                .formatted(bits, policy.disclosure().maxBits()));
  }

  private void noteWhatHolds() {
    checks.add(
        Check.passed(
            Rule.PEOPLE,
            "no count of people is above the %d of the catalogue".formatted(known.people())));
    checks.add(
        Check.passed(
            Rule.AGREEMENT,
            "declared sums add up, and proportions were computed here from their counts"));
    checks.add(
        Check.passed(
            Rule.CAPACITY,
            "a result can carry %d bits at most; site policy allows %d"
                .formatted(bits, policy.disclosure().maxBits())));
  }

  private ReleasedMetrics released(ReportedMetrics reported) {
    DisclosureRules.Decision decision = new DisclosureRules(minimum, known).decide(reported);
    withheld(
        Rule.MINIMUM_COUNT,
        decision.tooSmall(),
        "every figure rests on %d people or more in every class".formatted(minimum),
        "rest on fewer than %d people in a class, or on an unknown number".formatted(minimum));
    withheld(
        Rule.OTHER_LEVELS,
        decision.otherLevels(),
        "no level needed the others to be withheld",
        "everyone's figure, less these, would be what is withheld of the same axis");
    withheld(
        Rule.SUMS,
        decision.sums(),
        "no withheld count can be computed from the counts that leave",
        "a withheld count could be computed from these and the sums between counts");
    if (decision.derivable().isEmpty()) {
      checks.add(
          Check.passed(
              Rule.EARLIER_RELEASES,
              "held against %d earlier releases about this dataset"
                  .formatted(known.earlier().size())));
    } else {
      checks.add(
          new Check(
              Rule.EARLIER_RELEASES,
              Outcome.WITHHELD,
              "these are withheld now, but follow from the number of people or from what left earlier",
              figures(decision.derivable())));
    }
    Set<Cell> withheld = new HashSet<>(decision.withheld());
    ReportedMetrics rounded = rounded(reported, withheld);
    return rounded.release((group, metric) -> withheld.contains(new Cell(group, metric.id())));
  }

  private void withheld(Rule rule, Set<Cell> cells, String nothing, String something) {
    checks.add(
        cells.isEmpty()
            ? Check.passed(rule, nothing)
            : new Check(rule, Outcome.WITHHELD, something, figures(cells)));
  }

  private static List<String> figures(Set<Cell> cells) {
    return cells.stream().map(Cell::words).toList();
  }

  private ReportedMetrics rounded(ReportedMetrics reported, Set<Cell> withheld) {
    int base = policy.disclosure().roundCountsTo();
    if (base == 1) {
      checks.add(
          new Check(
              Rule.ROUNDING,
              Outcome.CHANGED,
              "to the declared decimals; standard errors to 3 significant digits; counts are exact",
              List.of()));
      return reported;
    }
    CountRounding.Result result = new CountRounding(base, known.people()).round(reported);
    withheld.addAll(result.unfitting());
    checks.add(
        new Check(
            Rule.ROUNDING,
            Outcome.CHANGED,
            ("to the declared decimals; counts to multiples of %d, and proportions computed from"
                    + " those%s")
                .formatted(
                    base,
                    result.unfitting().isEmpty()
                        ? ""
                        : "; what does not add up any more is withheld"),
            figures(result.unfitting())));
    return result.metrics();
  }

  /** A container cannot know of more people than there are. */
  private Optional<String> crowd(ReportedMetrics reported) {
    for (Group group : schema.groups()) {
      for (Metric metric : schema.metricsOf(group)) {
        if (metric.kind() == MetricKind.COUNT && metric.units() == Units.PEOPLE) {
          OptionalLong count = reported.count(group, metric.id());
          if (count.isPresent() && count.getAsLong() > known.people()) {
            return Optional.of(
                "%s of %s counts %d people, but the catalogue says that the dataset holds %d"
                    .formatted(metric.id(), group.label(), count.getAsLong(), known.people()));
          }
        }
      }
    }
    return Optional.empty();
  }
}
