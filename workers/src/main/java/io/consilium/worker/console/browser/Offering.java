package io.consilium.worker.console.browser;

import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.worker.authorisation.Acceptances;
import io.consilium.worker.outbound.PlatformRefusedException;
import io.consilium.worker.outbound.PlatformUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What the platform offered last. Asked for again only after a while, since pages are renewed. */
@Component
class Offering {
  private static final Duration FRESH = Duration.ofSeconds(20);

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

  /** An answer that is not older than some seconds. */
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

  /** How an offer stands to what this site accepted. */
  enum Standing {
    ACCEPTED("accepted"),
    NEW("not accepted"),
    NEWER("a newer revision"),
    CHANGED("has changed since it was accepted: do not accept it");

    private final String words;

    Standing(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  Standing standing(BenchmarkOffer offer) {
    return acceptances
        .newest(offer.benchmarkId())
        .map(
            accepted -> {
              if (accepted.document().digest().equals(offer.digest())) {
                return Standing.ACCEPTED;
              }
              return accepted.document().revision() == offer.revision()
                  ? Standing.CHANGED
                  : Standing.NEWER;
            })
        .orElse(Standing.NEW);
  }
}
