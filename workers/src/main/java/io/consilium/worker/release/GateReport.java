package io.consilium.worker.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.consilium.contract.text.CanonicalJson;
import java.util.ArrayList;
import java.util.List;

/**
 * What the release gate did with a report: every rule, what came of it, and why, in words. It stays
 * at the site.
 *
 * @param bits what a result of this schema can carry on this dataset, see {@link Capacity}
 * @param mostBits what site policy allows
 * @param minimumCount fewest people that a figure rested on, in force here
 * @param checks the rules in the order in which they were applied; the rest is not tried after a
 *     refusal
 */
public record GateReport(int bits, int mostBits, int minimumCount, List<Check> checks) {
  public GateReport {
    checks = List.copyOf(checks);
  }

  /** The rules of the gate. */
  public enum Rule {
    FORM("Only what the schema declares"),
    PEOPLE("No more people than the catalogue knows"),
    AGREEMENT("Sums and proportions agree"),
    CAPACITY("No more bits than site policy allows"),
    MINIMUM_COUNT("Every figure rests on enough people"),
    OTHER_LEVELS("No level of a subgroup gives another away"),
    SUMS("No withheld count follows from others"),
    EARLIER_RELEASES("No withheld count follows from what left earlier"),
    ROUNDING("Figures are rounded"),
    VERSIONS("Versions of a dataset differ by enough people"),
    RUNS("No more runs than site policy allows"),
    AUTOMATIC("Leaves without a person only within bounds");

    private final String title;

    Rule(String title) {
      this.title = title;
    }

    /** What the rule asks, for people. */
    public String title() {
      return title;
    }
  }

  /** What came of a rule. */
  public enum Outcome {
    /** It holds. */
    PASSED,
    /** Figures were changed so that it holds. */
    CHANGED,
    /** Figures were withheld so that it holds. */
    WITHHELD,
    /** It does not hold, and nothing leaves. */
    REFUSED,
    /** It does not hold, and a person decides. */
    WAITS;

    /** The outcome for people. */
    public String words() {
      return switch (this) {
        case PASSED -> "passed";
        case CHANGED -> "changed";
        case WITHHELD -> "withheld";
        case REFUSED -> "refused";
        case WAITS -> "waits";
      };
    }
  }

  /**
   * One rule and what came of it.
   *
   * @param why one sentence
   * @param figures the figures that were changed or withheld, such as {@code events of sex/male}
   */
  public record Check(Rule rule, Outcome outcome, String why, List<String> figures) {
    public Check {
      figures = List.copyOf(figures);
    }

    static Check passed(Rule rule, String why) {
      return new Check(rule, Outcome.PASSED, why, List.of());
    }

    static Check refused(Rule rule, String why) {
      return new Check(rule, Outcome.REFUSED, why, List.of());
    }
  }

  /** The report with a further rule. */
  GateReport and(Check check) {
    List<Check> all = new ArrayList<>(checks);
    all.add(check);
    return new GateReport(bits, mostBits, minimumCount, all);
  }

  String toJson() {
    return CanonicalJson.write(this);
  }

  static GateReport fromJson(String json) {
    try {
      return CanonicalJson.STRICT.readValue(json, GateReport.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a gate report in the journal is damaged", e);
    }
  }
}
