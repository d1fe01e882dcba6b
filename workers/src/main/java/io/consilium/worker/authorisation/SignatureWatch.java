package io.consilium.worker.authorisation;

import io.consilium.worker.outbound.PlatformRefusedException;
import io.consilium.worker.outbound.PlatformUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether keys that the site pinned signed something new. */
public final class SignatureWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignatureWatch.class);
  private static final Duration PAUSE = Duration.ofMinutes(15);

  private final SignedAcceptances signed;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "signatures");
            thread.setDaemon(true);
            return thread;
          });

  private volatile Optional<ScheduledFuture<?>> looking = Optional.empty();

  public SignatureWatch(SignedAcceptances signed) {
    this.signed = signed;
  }

  /** Begins; nothing happens at a site that pins no keys. */
  public void start() {
    if (signed.arePossible()) {
      looking =
          Optional.of(
              timer.scheduleWithFixedDelay(this::look, 0, PAUSE.toSeconds(), TimeUnit.SECONDS));
    }
  }

  private void look() {
    try {
      signed.acceptAll();
    } catch (PlatformUnavailableException | PlatformRefusedException e) {
      LOG.debug("The platform could not be asked for signatures: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("Signatures could not be looked at", e);
    }
  }

  @Override
  public void close() {
    looking.ifPresent(future -> future.cancel(true));
    timer.shutdownNow();
  }
}
