package io.consilium.worker.release;

import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.site.SitePolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets out how far a dataset's preparation is, as coarsely as a reminder needs it. Whether anything
 * is sent at all is the data owner's consent, which the caller holds.
 */
public final class ProgressGate {
  /** Shares are multiples of this many percent, rounded down. */
  public static final int STEP = 10;

  /** Shortest time between two messages about the same subject. */
  public static final Duration PAUSE = Duration.ofHours(1);

  private static final int WHOLE = 100;

  private final SitePolicy policy;
  private final Journal journal;
  private final Clock clock;

  public ProgressGate(SitePolicy policy, Journal journal, Clock clock) {
    this.policy = policy;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * What is known at the site, in full precision.
   *
   * @param subject what it is about, such as a dataset's name; it stays here
   * @param stages ids of the stages that the accepted revision declares, in their order
   * @param revisionMinimum people that the revision's figures rest on at least
   * @param people how many people the dataset holds by the site's catalogue
   * @param cases cases in each stage, as the container reports them; the stages that it names are
   *     its own words until they are found in the revision's list
   */
  public record Observed(
      String subject,
      List<String> stages,
      int revisionMinimum,
      int people,
      Map<String, Long> cases) {
    public Observed {
      stages = List.copyOf(stages);
      cases = Map.copyOf(cases);
    }
  }

  /**
   * What may be sent now. Remembers that it was, so that the caller sends it.
   *
   * @return the share of cases in each declared stage, in percent, a multiple of {@link #STEP}, in
   *     the revision's order; nothing when the dataset holds fewer people than the minimum, when a
   *     stage is not declared or a count is impossible, when less than {@link #PAUSE} has passed,
   *     or when nothing changed since
   */
  public Optional<Map<String, Integer>> pass(Observed observed) {
    Optional<Map<String, Integer>> shares = shares(observed);
    if (shares.isEmpty()) {
      return shares;
    }
    String words = CanonicalJson.write(shares.get());
    Instant now = clock.instant();
    return journal.atomically(
        () -> {
          if (last(observed.subject())
              .filter(
                  last -> last.shares().equals(words) || now.isBefore(last.sentAt().plus(PAUSE)))
              .isPresent()) {
            return Optional.<Map<String, Integer>>empty();
          }
          journal
              .sql()
              .sql(
                  "insert into progress (subject, shares, sent_at) values (?, ?, ?) on conflict"
                      + " (subject) do update set shares = excluded.shares, sent_at ="
                      + " excluded.sent_at")
              .params(observed.subject(), words, now.toString())
              .update();
          return shares;
        });
  }

  /** The platform forgot what it was told: the same may be sent again, when it is time. */
  public void sendAgain(String subject) {
    journal.sql().sql("update progress set shares = '' where subject = ?").param(subject).update();
  }

  private record Last(String shares, Instant sentAt) {}

  private Optional<Last> last(String subject) {
    return journal
        .sql()
        .sql("select shares, sent_at from progress where subject = ?")
        .param(subject)
        .query(
            (row, number) ->
                new Last(row.getString("shares"), Instant.parse(row.getString("sent_at"))))
        .optional();
  }

  /** A stage with fewer people than the minimum shows none: its share would count them. */
  private Optional<Map<String, Integer>> shares(Observed observed) {
    int minimum = Math.max(policy.minimumCount(), observed.revisionMinimum());
    boolean declared = observed.stages().containsAll(observed.cases().keySet());
    boolean possible =
        observed.cases().values().stream()
            .allMatch(cases -> cases >= 0 && cases <= Integer.MAX_VALUE);
    if (observed.people() < minimum || !declared || !possible) {
      return Optional.empty();
    }
    long total = observed.cases().values().stream().mapToLong(Long::longValue).sum();
    if (total == 0) {
      return Optional.empty();
    }
    Map<String, Integer> shares = new LinkedHashMap<>();
    for (String stage : observed.stages()) {
      int share = (int) (WHOLE * observed.cases().getOrDefault(stage, 0L) / total) / STEP * STEP;
      boolean enough = (long) share * observed.people() >= (long) minimum * WHOLE;
      shares.put(stage, enough ? share : 0);
    }
    return Optional.of(shares);
  }
}
