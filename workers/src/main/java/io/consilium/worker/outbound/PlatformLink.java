package io.consilium.worker.outbound;

import io.consilium.contract.gateway.FacilityToken;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the connection to the platform is, as the last request found it. Safe for many threads. */
public final class PlatformLink {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformLink.class);
  private static final int UNAUTHORISED = 401;
  private static final int SERVER_ERROR = 500;

  /** The condition of the connection. */
  public enum Condition {
    UNTRIED,
    CONNECTED,
    UNREACHABLE,
    KEY_UNKNOWN,
    CLOCK_APART,
    TROUBLED
  }

  /**
   * What is known now.
   *
   * @param words a sentence for the people at the site, with what to do
   * @param since when it began to be so
   */
  public record State(Condition condition, String words, Instant since) {}

  private final URI platform;
  private final Clock clock;
  private State state;

  public PlatformLink(URI platform, Clock clock) {
    this.platform = platform;
    this.clock = clock;
    this.state = new State(Condition.UNTRIED, "the platform was not called yet", clock.instant());
  }

  /** What the last request found. */
  public synchronized State state() {
    return state;
  }

  /**
   * An answer came.
   *
   * @param status HTTP status
   * @param platformTime the answer's Date header
   */
  public void answered(int status, Optional<Instant> platformTime) {
    if (status == UNAUTHORISED) {
      Optional<Duration> ahead =
          platformTime
              .map(time -> Duration.between(time, clock.instant()))
              .filter(gap -> gap.abs().compareTo(FacilityToken.SKEW) > 0);
      if (ahead.isPresent()) {
        becomes(Condition.CLOCK_APART, clockWords(ahead.get()));
      } else {
        becomes(
            Condition.KEY_UNKNOWN,
            "the platform does not know this facility's key: it was revoked, or never"
                + " registered. Ask the operator for a code, and run 'consilium enrol'");
      }
    } else if (status >= SERVER_ERROR) {
      becomes(
          Condition.TROUBLED,
          "the platform at " + platform + " has a fault (HTTP " + status + "); trying again");
    } else {
      becomes(Condition.CONNECTED, "connected to " + platform);
    }
  }

  /** No answer came, and it is known why. */
  public void failed(String words) {
    becomes(Condition.UNREACHABLE, words);
  }

  /** No answer came. */
  public void failed() {
    becomes(
        Condition.UNREACHABLE,
        "the platform at "
            + platform
            + " does not answer; trying again. Is the address in site.yaml right?");
  }

  private synchronized void becomes(Condition condition, String words) {
    if (condition != state.condition() || !words.equals(state.words())) {
      LOG.info("{}", words);
    }
    Instant since = condition == state.condition() ? state.since() : clock.instant();
    state = new State(condition, words, since);
  }

  private static String clockWords(Duration ahead) {
    return "this machine's clock is %d seconds %s the platform's: set it right"
        .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
  }
}
