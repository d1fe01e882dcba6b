package io.consilium.platform.facility;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.platform.engine.FacilityTask;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/** One worker that waits for work: an answer that has begun and not yet said anything. */
final class ParkedPoll {
  private static final Logger LOG = LoggerFactory.getLogger(ParkedPoll.class);
  private static final String BLANK = " ";
  private static final String NOTHING = "[]";

  /** How long the network has to tell that nobody reads what was written. */
  private static final long ECHO_MILLIS = 25;

  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Where work comes from. */
  interface Source {
    List<FacilityTask> lock();

    void giveBack(FacilityTask task);
  }

  private enum State {
    WAITING,
    LOOKING,
    ENDED
  }

  private final Source source;
  private final ObjectMapper json;
  private final ScheduledExecutorService executor;
  private final ResponseBodyEmitter response;

  private State state = State.WAITING;
  private boolean wokenAgain;
  private boolean endWanted;
  private List<FacilityTask> delivered = List.of();
  private Runnable afterwards = () -> {};

  ParkedPoll(
      Source source, ObjectMapper json, ScheduledExecutorService executor, Duration patience) {
    this.source = source;
    this.json = json;
    this.executor = executor;
    this.response = new ResponseBodyEmitter(patience.plus(GRACE).toMillis());
    response.onError(this::lost);
    response.onTimeout(this::end);
    response.onCompletion(this::ended);
  }

  ResponseBodyEmitter response() {
    return response;
  }

  synchronized void whenEnded(Runnable action) {
    afterwards = action;
  }

  /** There may be work: have a look, and another one if that is under way already. */
  synchronized void wake() {
    if (state == State.LOOKING) {
      wokenAgain = true;
    } else if (state == State.WAITING) {
      state = State.LOOKING;
      executor.execute(this::knock);
    }
  }

  /** Ends the wait with nothing; a look that is under way still comes to its end. */
  void end() {
    synchronized (this) {
      endWanted = true;
      if (state != State.WAITING) {
        return;
      }
      state = State.ENDED;
    }
    finish(NOTHING);
  }

  /** Notices a client that went away. */
  void checkClient() {
    synchronized (this) {
      if (state != State.WAITING) {
        return;
      }
    }
    if (!write(BLANK)) {
      ended();
    }
  }

  private void knock() {
    if (write(BLANK)) {
      var unused = executor.schedule(this::look, ECHO_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      ended();
    }
  }

  private void look() {
    if (!write(BLANK)) {
      ended();
      return;
    }
    List<FacilityTask> found = lock();
    boolean wanted;
    synchronized (this) {
      wanted = !endWanted && state == State.LOOKING;
      if (found.isEmpty() && wanted) {
        state = State.WAITING;
        if (wokenAgain) {
          wokenAgain = false;
          wake();
        }
        return;
      }
      state = State.ENDED;
      delivered = wanted ? found : List.of();
    }
    if (wanted) {
      deliver(found);
    } else {
      found.forEach(source::giveBack);
      finish(NOTHING);
    }
  }

  private List<FacilityTask> lock() {
    try {
      return source.lock();
    } catch (RuntimeException e) {
      // The worker asks again when this poll ends; the sweep wakes it before.
      LOG.warn("Looking for work failed", e);
      return List.of();
    }
  }

  private void deliver(List<FacilityTask> found) {
    try {
      String answer = json.writeValueAsString(found.stream().map(TaskView::of).toList());
      if (finish(answer)) {
        return;
      }
    } catch (JsonProcessingException e) {
      LOG.error("Tasks cannot be written as JSON", e);
    }
    returnDelivered();
  }

  private boolean finish(String answer) {
    boolean written = write(answer);
    if (written) {
      response.complete();
    }
    ended();
    return written;
  }

  private boolean write(String text) {
    try {
      response.send(text, MediaType.APPLICATION_JSON);
      return true;
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }

  private void lost(Throwable cause) {
    LOG.debug("A waiting worker went away", cause);
    ended();
    returnDelivered();
  }

  private void returnDelivered() {
    List<FacilityTask> back;
    synchronized (this) {
      back = delivered;
      delivered = List.of();
    }
    back.forEach(source::giveBack);
  }

  private void ended() {
    Runnable action;
    synchronized (this) {
      state = State.ENDED;
      action = afterwards;
      afterwards = () -> {};
    }
    action.run();
  }
}
