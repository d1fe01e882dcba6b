package io.consilium.worker.authorisation;

import io.consilium.contract.statement.Endorsement;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.InvalidStatementException;
import io.consilium.worker.site.AcceptancePolicy;
import io.consilium.worker.site.AcceptancePolicy.PinnedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds out who of the site's pinned keys signed something. */
final class PinnedKeys {
  /** A signer's clock may be ahead by that; what is signed later than that is not believed. */
  private static final Duration SKEW = Duration.ofMinutes(10);

  private final AcceptancePolicy policy;

  PinnedKeys(AcceptancePolicy policy) {
    this.policy = policy;
  }

  boolean exist() {
    return !policy.pinnedKeys().isEmpty();
  }

  int threshold() {
    return policy.threshold();
  }

  /** Whose signature over what is asked about is valid now; each key once, the newest first. */
  List<Signer> signers(Collection<Envelope> envelopes, Predicate<Endorsement> about, Instant now) {
    return policy.pinnedKeys().stream()
        .flatMap(
            pinned ->
                envelopes.stream()
                    .flatMap(envelope -> endorsement(envelope, pinned).stream())
                    .filter(about)
                    .map(Endorsement::at)
                    .filter(at -> !at.isAfter(now.plus(SKEW)))
                    .filter(at -> now.isBefore(at.plus(policy.validFor())))
                    .max(Comparator.naturalOrder())
                    .map(at -> new Signer(pinned.name(), pinned.key().id(), at))
                    .stream())
        .sorted(Comparator.comparing(Signer::at).reversed())
        .toList();
  }

  /**
   * When the signatures suffice: who stands for the acceptance, and from when it counts.
   *
   * @param signers as {@link #signers} gives them
   */
  Optional<Warrant> warrant(List<Signer> signers) {
    if (!exist() || signers.size() < policy.threshold()) {
      return Optional.empty();
    }
    List<Signer> enough = signers.subList(0, policy.threshold());
    String by =
        enough.stream()
            .map(signer -> "pinned key " + signer.keyId() + " (" + signer.name() + ")")
            .collect(Collectors.joining(", "));
    return Optional.of(new Warrant(by, enough.get(enough.size() - 1).at()));
  }

  /** Enough signatures, with the time of the oldest of them. */
  record Warrant(String by, Instant from) {}

  private static Optional<Endorsement> endorsement(Envelope envelope, PinnedKey pinned) {
    try {
      return Optional.of(Endorsement.verify(envelope, pinned.key()));
    } catch (InvalidStatementException e) {
      return Optional.empty();
    }
  }
}
