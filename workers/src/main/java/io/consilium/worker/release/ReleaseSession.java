package io.consilium.worker.release;

import io.consilium.contract.signing.SigningKey;
import io.consilium.worker.enrolment.SiteKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;

/**
 * The release key while a named person has it unlocked. It is kept in memory, for a bounded time,
 * and let go of when that person locks it, when the time is over, and when the worker stops.
 */
public final class ReleaseSession implements AutoCloseable {
  private final SiteKeys keys;
  private final Duration longest;
  private final Clock clock;
  private final Timer end = new Timer("release-session", true);
  private Optional<Unlocked> unlocked = Optional.empty();

  /**
   * A session, locked.
   *
   * @param longest time after which it locks itself
   */
  public ReleaseSession(SiteKeys keys, Duration longest, Clock clock) {
    this.keys = keys;
    this.longest = longest;
    this.clock = clock;
  }

  private record Unlocked(State state, SigningKey key) {}

  /**
   * Who has the key unlocked, and how long.
   *
   * @param person the person's name; it stays at the site
   * @param until when it locks itself
   */
  public record State(String person, Instant until) {}

  /**
   * Unlocks the release key; who had it unlocked before has it no more.
   *
   * @throws io.consilium.contract.signing.InvalidKeyException when the passphrase is wrong
   * @throws ReleaseException when nobody is named
   */
  public State unlock(String person, String passphrase) {
    if (person.isBlank()) {
      throw new ReleaseException("say who unlocks the release key: the ledger names that person");
    }
    SigningKey key = keys.unlockRelease(passphrase);
    State state = new State(person, clock.instant().plus(longest));
    synchronized (this) {
      unlocked = Optional.of(new Unlocked(state, key));
    }
    end.schedule(
        new TimerTask() {
          @Override
          public void run() {
            state();
          }
        },
        longest.toMillis() + 1);
    return state;
  }

  /** Lets go of the key. */
  public synchronized void lock() {
    unlocked = Optional.empty();
  }

  /** Who has the key unlocked now; nothing when it is locked. */
  public synchronized Optional<State> state() {
    unlocked = unlocked.filter(held -> clock.instant().isBefore(held.state().until()));
    return unlocked.map(Unlocked::state);
  }

  /** The key together with the person who has it unlocked. */
  record Signer(SigningKey key, String person) {}

  /**
   * The key, for the person who unlocked it.
   *
   * @throws ReleaseException when it is locked, or somebody else unlocked it
   */
  synchronized Signer signer(String person) {
    State open =
        state()
            .orElseThrow(
                () ->
                    new ReleaseException(
                        "the release key is locked: unlock it with your passphrase first"));
    if (!open.person().equals(person)) {
      throw new ReleaseException(
          "the release key is unlocked for %s, not for %s: lock it, or unlock it for yourself"
              .formatted(open.person(), person));
    }
    return new Signer(unlocked.orElseThrow().key(), person);
  }

  @Override
  public void close() {
    lock();
    end.cancel();
  }
}
