package io.consilium.worker.site;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.text.CanonicalJson;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part {@code acceptance} of the site's policy.
 *
 * @param validFor how long an acceptance holds, from when it was decided or signed; 1 to 1095 days
 * @param pinnedKeys whose signatures accept for the data owner; none unless the site says so
 * @param threshold how many of them have to sign; 1 to their number
 * @param cosignKeys when there are any, an image runs only if one of them signed it
 */
public record AcceptancePolicy(
    Duration validFor,
    List<PinnedKey> pinnedKeys,
    int threshold,
    List<VerificationKey> cosignKeys) {

  /** A key that came to the site by another way than the platform, and whose it is. */
  public record PinnedKey(String name, VerificationKey key) {}

  /** How long an acceptance holds at a new site. */
  public static final Duration USUAL_VALIDITY = Duration.ofDays(180);

  private static final int MOST_DAYS = 1095;
  private static final int MOST_KEYS = 100;

  public AcceptancePolicy {
    pinnedKeys = List.copyOf(pinnedKeys);
    cosignKeys = List.copyOf(cosignKeys);
  }

  static AcceptancePolicy read(Fields fields) {
    List<PinnedKey> pinned = new ArrayList<>();
    for (Fields entry : fields.children("pinned_keys")) {
      String name = entry.requiredText("name");
      key(entry, "key").ifPresent(key -> pin(new PinnedKey(name, key), pinned, entry));
      entry.refuseOthers();
    }
    int threshold = fields.integer("threshold", 1, 1, MOST_KEYS);
    if (threshold > Math.max(1, pinned.size())) {
      fields.problem(
          "threshold",
          "asks for %d signatures, but there are %d pinned_keys"
              .formatted(threshold, pinned.size()));
    }
    AcceptancePolicy policy =
        new AcceptancePolicy(
            fields.parsed(
                "valid_for",
                USUAL_VALIDITY,
                "a duration in days such as P180D, from P1D to P1095D",
                AcceptancePolicy::days),
            pinned,
            threshold,
            cosignKeys(fields));
    fields.refuseOthers();
    return policy;
  }

  /** The same key twice would be one person who counts twice. */
  private static void pin(PinnedKey key, List<PinnedKey> pinned, Fields entry) {
    if (pinned.stream().anyMatch(known -> known.key().equals(key.key()))) {
      entry.problem("key", "is pinned already: each key counts once");
    } else {
      pinned.add(key);
    }
  }

  private static List<VerificationKey> cosignKeys(Fields fields) {
    List<VerificationKey> keys = new ArrayList<>();
    fields
        .elements("cosign_keys")
        .forEach(
            (pointer, node) ->
                key(node)
                    .ifPresentOrElse(
                        keys::add,
                        () ->
                            fields.problemAt(
                                pointer,
                                "must be a public key on P-256 in PEM, as cosign.pub is")));
    return keys;
  }

  private static Optional<VerificationKey> key(Fields entry, String field) {
    Optional<JsonNode> node = entry.node(field);
    if (node.isEmpty()) {
      entry.problem(field, "is missing");
      return Optional.empty();
    }
    Optional<VerificationKey> key = key(node.get());
    if (key.isEmpty()) {
      entry.problem(
          field, "must be a public key on P-256, as 'consilium key show' prints it or in PEM");
    }
    return key;
  }

  private static Optional<VerificationKey> key(JsonNode node) {
    try {
      if (node.isTextual()) {
        return Optional.of(VerificationKey.ofPem(node.textValue()));
      }
      return node.isObject()
          ? Optional.of(
              VerificationKey.ofJwk(
                  CanonicalJson.STRICT.convertValue(node, new TypeReference<>() {})))
          : Optional.empty();
    } catch (InvalidKeyException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> days(String text) {
    try {
      Duration duration = Duration.parse(text);
      boolean sensible =
          duration.compareTo(Duration.ofDays(1)) >= 0
              && duration.compareTo(Duration.ofDays(MOST_DAYS)) <= 0;
      return sensible ? Optional.of(duration) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
