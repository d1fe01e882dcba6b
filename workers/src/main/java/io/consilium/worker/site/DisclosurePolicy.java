package io.consilium.worker.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.benchmark.Audience;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code disclosure} in {@code site-policy.yaml} says about the release gate.
 *
 * @param maxBits bits that one result may carry at most; a result of which more could leave is
 *     withheld
 * @param roundCountsTo base to whose multiples released counts are rounded: 1 (exact), 5 or 10
 * @param session longest time for which the release key stays unlocked
 * @param automatic what may leave without a person where {@code release} is {@code automatic}
 */
public record DisclosurePolicy(
    int maxBits, int roundCountsTo, Duration session, Automatic automatic) {
  /** Bits that a result may carry at a site that says nothing else: 64 characters' worth. */
  static final int USUAL_BITS = 512;

  private static final Duration USUAL_SESSION = Duration.ofMinutes(15);
  private static final Duration LONGEST_SESSION = Duration.ofHours(8);

  /**
   * Bounds of what leaves without a person; what is outside waits for one.
   *
   * @param benchmarks ids of benchmarks; empty for every benchmark that the site accepted
   * @param widestAudience no wider audience
   * @param maxBits no result that can carry more
   * @param minimumCount no result whose figures may rest on fewer people
   */
  public record Automatic(
      List<String> benchmarks, Audience widestAudience, int maxBits, int minimumCount) {
    public Automatic {
      benchmarks = List.copyOf(benchmarks);
    }
  }

  static DisclosurePolicy read(Fields fields) {
    int maxBits = fields.integer("max_bits", USUAL_BITS, 1, 1_000_000);
    DisclosurePolicy policy =
        new DisclosurePolicy(
            maxBits,
            base(fields),
            fields.parsed(
                "session",
                USUAL_SESSION,
                "a duration such as PT15M, from PT1M to PT8H",
                DisclosurePolicy::session),
            automatic(fields.child("automatic"), maxBits));
    fields.refuseOthers();
    return policy;
  }

  private static int base(Fields fields) {
    int base = fields.integer("round_counts_to", 1, 1, 10);
    if (base != 1 && base != 5 && base != 10) {
      fields.refuse("round_counts_to", "must be 1, 5 or 10, not " + base);
    }
    return base;
  }

  private static Automatic automatic(Fields fields, int maxBits) {
    Automatic automatic =
        new Automatic(
            benchmarks(fields),
            fields.parsed(
                "widest_audience",
                Audience.PUBLIC,
                "committee, participants or public",
                DisclosurePolicy::audience),
            fields.integer("max_bits", maxBits, 1, 1_000_000),
            fields.integer("minimum_count", 1, 1, 1_000_000));
    fields.refuseOthers();
    return automatic;
  }

  private static List<String> benchmarks(Fields fields) {
    List<String> ids = new ArrayList<>();
    Optional<JsonNode> list = fields.node("benchmarks");
    if (list.isPresent() && !list.get().isArray()) {
      fields.refuse("benchmarks", "must be a list of ids such as [breast-fna]");
    }
    list.ifPresent(
        nodes ->
            nodes.forEach(
                node -> {
                  if (node.isTextual()) {
                    ids.add(node.textValue());
                  } else {
                    fields.refuse("benchmarks", "holds " + node + ", which is not an id");
                  }
                }));
    return ids;
  }

  /** The audience of that name in small letters. */
  public static Optional<Audience> audience(String word) {
    for (Audience audience : Audience.values()) {
      if (audience.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(audience);
      }
    }
    return Optional.empty();
  }

  private static Optional<Duration> session(String text) {
    try {
      Duration duration = Duration.parse(text);
      boolean sensible =
          duration.compareTo(Duration.ofMinutes(1)) >= 0
              && duration.compareTo(LONGEST_SESSION) <= 0;
      return sensible ? Optional.of(duration) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
