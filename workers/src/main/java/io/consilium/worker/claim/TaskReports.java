package io.consilium.worker.claim;

import io.consilium.contract.Reason;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.journal.Ledger;
import io.consilium.worker.outbound.Message;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.client.exception.BadRequestException;
import org.camunda.bpm.client.exception.ExternalTaskClientException;
import org.camunda.bpm.client.exception.NotFoundException;
import org.camunda.bpm.client.task.ExternalTaskService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the platform how tasks ended: a task's id, and one word when there is no result. */
final class TaskReports {
  private static final Logger LOG = LoggerFactory.getLogger(TaskReports.class);
  private static final int FIRST_RETRIES = 3;
  private static final int MOST_RETRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final int MOST_TRIES = 20;

  private final Ledger ledger;
  private final String engine;

  TaskReports(Ledger ledger, String engine) {
    this.ledger = ledger;
    this.engine = engine;
  }

  /** What became of a report. */
  enum Receipt {
    /** The platform has it. */
    TAKEN,
    /** The task is not ours any more. */
    GONE,
    /** The platform could not be told; the task comes again when its lock has expired. */
    UNDELIVERED
  }

  Receipt complete(ExternalTaskService service, String taskId) throws InterruptedException {
    enter(taskId, "complete", Map.of());
    return told(taskId, () -> service.complete(taskId, Map.of(), Map.of()));
  }

  Receipt bpmnError(ExternalTaskService service, String taskId, Reason reason)
      throws InterruptedException {
    enter(taskId, "bpmnError", Map.of("errorCode", reason.name()));
    return told(taskId, () -> service.handleBpmnError(taskId, reason.name(), "", Map.of()));
  }

  /**
   * Reports a passing fault.
   *
   * @param retriesLeft what the platform says; negative when it was never set
   */
  Receipt failure(ExternalTaskService service, String taskId, Reason reason, int retriesLeft)
      throws InterruptedException {
    int retries =
        retriesLeft < 0 ? FIRST_RETRIES : Math.min(MOST_RETRIES, Math.max(0, retriesLeft - 1));
    long pause = pause(retries).toMillis();
    enter(
        taskId,
        "failure",
        Map.of("errorMessage", reason.name(), "retries", retries, "retryTimeout", pause));
    return told(taskId, () -> service.handleFailure(taskId, reason.name(), "", retries, pause));
  }

  /** Each pause is four times the one before: 5 s, 20 s, 80 s, … */
  private static Duration pause(int retries) {
    int tries = Math.max(0, FIRST_RETRIES - retries);
    Duration pause = FIRST_PAUSE.multipliedBy(1L << (2 * tries));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private void enter(String taskId, String verb, Map<String, Object> fields) {
    ledger.enter(
        Message.TASK_OUTCOME.name(),
        engine + "/external-task/" + taskId + "/" + verb,
        "",
        CanonicalJson.write(new TreeMap<>(fields)));
  }

  private static Receipt told(String taskId, Runnable call) throws InterruptedException {
    Duration wait = FIRST_WAIT;
    for (int tries = 1; ; tries++) {
      try {
        call.run();
        return Receipt.TAKEN;
      } catch (NotFoundException e) {
        return Receipt.GONE;
      } catch (BadRequestException e) {
        // Its lock had expired; it will come again, and its end is in the journal.
        LOG.warn("The platform did not take the report of task {}: {}", taskId, e.getMessage());
        return Receipt.UNDELIVERED;
      } catch (ExternalTaskClientException e) {
        LOG.warn("The platform did not take the report of task {}: {}", taskId, e.getMessage());
        if (tries == MOST_TRIES) {
          return Receipt.UNDELIVERED;
        }
      }
      Thread.sleep(wait.toMillis());
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }
  }
}
