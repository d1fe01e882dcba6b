package io.consilium.worker.console.browser;

import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.worker.authorisation.AcceptanceDecision;
import io.consilium.worker.authorisation.Acceptances;
import io.consilium.worker.authorisation.AcceptedRevision;
import io.consilium.worker.outbound.PlatformRefusedException;
import io.consilium.worker.outbound.PlatformUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What the platform offered last. Pages that are open renew themselves, but ask again only after a
 * while: each question is in the ledger, and would tell the platform that somebody looks.
 */
@Component
class Offering {
  private static final Duration FRESH = Duration.ofMinutes(10);

  /**
   * An answer of the platform.
   *
   * @param offers what it offered; an earlier answer's when it did not answer now
   * @param trouble why there is no newer answer; empty when this is one
   */
  record Answer(List<BenchmarkOffer> offers, String trouble, Instant at) {
    Answer {
      offers = List.copyOf(offers);
    }
  }

  private final Acceptances acceptances;
  private final Clock clock;
  private Optional<Answer> last = Optional.empty();

  Offering(Acceptances acceptances, Clock clock) {
    this.acceptances = acceptances;
    this.clock = clock;
  }

  /** An answer that is not older than some minutes. */
  synchronized Answer recent() {
    return last.filter(answer -> answer.at().plus(FRESH).isAfter(clock.instant()))
        .orElseGet(this::now);
  }

  /** Asks now. */
  synchronized Answer now() {
    Answer answer;
    try {
      answer = new Answer(acceptances.offers(), "", clock.instant());
    } catch (PlatformUnavailableException | PlatformRefusedException e) {
      answer =
          new Answer(
              last.map(Answer::offers).orElse(List.of()),
              String.valueOf(e.getMessage()),
              clock.instant());
    }
    last = Optional.of(answer);
    return answer;
  }

  /** How an offer stands to what this site decided. */
  enum Standing {
    ACCEPTED("accepted"),
    NEW("not accepted"),
    NEWER("a newer revision"),
    ENDED("the acceptance has ended"),
    WITHDRAWN("taken back"),
    DECLINED("declined"),
    CHANGED("has changed since it was accepted: do not accept it");

    private final String words;

    Standing(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    /** Whether somebody here should decide about it. */
    public boolean waits() {
      return this == NEW || this == NEWER || this == ENDED || this == CHANGED;
    }
  }

  Standing standing(BenchmarkOffer offer) {
    Optional<AcceptedRevision> accepted = acceptances.newest(offer.benchmarkId());
    boolean same =
        accepted.filter(known -> known.document().digest().equals(offer.digest())).isPresent();
    if (same) {
      AcceptedRevision known = accepted.orElseThrow();
      if (acceptances.isInForce(known)) {
        return Standing.ACCEPTED;
      }
      return known.withdrawal().isPresent() ? Standing.WITHDRAWN : Standing.ENDED;
    }
    boolean declined =
        acceptances.history(offer.benchmarkId()).stream()
            .filter(decision -> decision.model().isEmpty())
            .filter(decision -> decision.digest().equals(offer.digest()))
            .findFirst()
            .filter(decision -> decision.kind() == AcceptanceDecision.Kind.DECLINED)
            .isPresent();
    if (declined) {
      return Standing.DECLINED;
    }
    return accepted
        .map(
            known ->
                known.document().revision() == offer.revision() ? Standing.CHANGED : Standing.NEWER)
        .orElse(Standing.NEW);
  }

  /** Offers about which somebody here should decide. */
  List<BenchmarkOffer> waiting() {
    return recent().offers().stream().filter(offer -> standing(offer).waits()).toList();
  }
}
