package io.consilium.worker.claim;

import io.consilium.contract.Reason;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.journal.Ledger;
import io.consilium.worker.outbound.Message;
import io.consilium.worker.outbound.Platform;
import io.consilium.worker.step.StepResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the platform how tasks ended: a task's id, and one word when there is no result. A report
 * is in the journal together with the task's end, and stays there until the platform has taken it
 * or knows the task no more, however long that takes.
 */
public final class TaskReports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskReports.class);
  private static final int FIRST_RETRIES = 3;
  private static final int MOST_RETRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final int MOST_DOUBLINGS = 16;

  private final Journal journal;
  private final Ledger ledger;
  private final ClaimedTasks tasks;
  private final Platform platform;
  private final String workerId;
  private final Clock clock;
  private final Semaphore news = new Semaphore(0);
  private final Thread sender = new Thread(this::sendForever, "reports");

  public TaskReports(
      Journal journal,
      Ledger ledger,
      ClaimedTasks tasks,
      Platform platform,
      String workerId,
      Clock clock) {
    this.journal = journal;
    this.ledger = ledger;
    this.tasks = tasks;
    this.platform = platform;
    this.workerId = workerId;
    this.clock = clock;
    sender.setDaemon(true);
  }

  /** A report that the platform does not have. */
  public record Unsent(String taskId, int attempts, Optional<String> detail, Instant madeAt) {}

  /** A report as it is sent. */
  private record Report(String taskId, String verb, String body, int attempts) {}

  /** Begins to send, first what an earlier life of the worker did not. */
  void start() {
    tasks.open().stream()
        .filter(task -> task.state() == ClaimedTask.State.ENDED)
        .filter(task -> find(task.id()).isEmpty())
        .forEach(this::again);
    sender.start();
  }

  /** Records how a task ended, with the report of it. */
  void ended(Assignment task, StepResult result) {
    journal.atomically(
        () -> {
          if (result instanceof StepResult.Failed failed) {
            tasks.failed(task.id(), failed.reason(), failed.explanation());
            bpmnError(task.id(), failed.reason());
          } else if (result instanceof StepResult.PassingFault fault) {
            tasks.faltered(task.id(), fault.reason(), fault.explanation());
            failure(task.id(), fault.reason(), task.retries());
          } else {
            tasks.succeeded(task.id());
            post(task.id(), "complete", Map.of());
          }
        });
    news.release();
  }

  /** A task came although it has ended here: its report is sent at once. */
  void again(ClaimedTask task) {
    journal.atomically(
        () ->
            task.reason()
                .flatMap(Reason::named)
                .ifPresentOrElse(
                    reason -> bpmnError(task.id(), reason),
                    () -> post(task.id(), "complete", Map.of())));
    news.release();
  }

  /** A task is carried out anew: what an earlier try had to say is of no interest any more. */
  void drop(String taskId) {
    journal.sql().sql("delete from task_report where task_id = ?").param(taskId).update();
  }

  /** The reports that the platform does not have, oldest first. */
  public List<Unsent> unsent() {
    return journal
        .sql()
        .sql("select * from task_report order by made_at, task_id")
        .query(
            (row, index) ->
                new Unsent(
                    row.getString("task_id"),
                    row.getInt("attempts"),
                    Optional.ofNullable(row.getString("detail")),
                    Instant.parse(row.getString("made_at"))))
        .list();
  }

  private void bpmnError(String taskId, Reason reason) {
    post(taskId, "bpmnError", Map.of("errorCode", reason.name()));
  }

  /** Each pause is four times the one before: 5 s, 20 s, 80 s, … */
  private void failure(String taskId, Reason reason, Optional<Integer> left) {
    int retries =
        left.map(number -> Math.min(MOST_RETRIES, Math.max(0, number - 1))).orElse(FIRST_RETRIES);
    Duration pause = FIRST_PAUSE.multipliedBy(1L << (2 * Math.max(0, FIRST_RETRIES - retries)));
    post(
        taskId,
        "failure",
        Map.of(
            "errorMessage",
            reason.name(),
            "retries",
            retries,
            "retryTimeout",
            shorter(pause, LONGEST_PAUSE).toMillis()));
  }

  private void post(String taskId, String verb, Map<String, Object> fields) {
    Map<String, Object> message = new HashMap<>(fields);
    message.put("workerId", workerId);
    String body = CanonicalJson.write(new TreeMap<>(message));
    ledger.enter(Message.TASK_OUTCOME.name(), platform.task(taskId, verb).toString(), "", body);
    journal
        .sql()
        .sql(
            "insert into task_report (task_id, verb, body, next_attempt_at, made_at)"
                + " values (?, ?, ?, ?, ?) on conflict (task_id) do update set"
                + " verb = excluded.verb, body = excluded.body, attempts = 0,"
                + " next_attempt_at = excluded.next_attempt_at, made_at = excluded.made_at")
        .params(taskId, verb, body, now().toEpochMilli(), now().toString())
        .update();
  }

  private Optional<Report> find(String taskId) {
    return journal
        .sql()
        .sql("select * from task_report where task_id = ?")
        .param(taskId)
        .query(
            (row, index) ->
                new Report(
                    row.getString("task_id"),
                    row.getString("verb"),
                    row.getString("body"),
                    row.getInt("attempts")))
        .optional();
  }

  private void sendForever() {
    try {
      while (true) {
        news.drainPermits();
        Instant next = sendDue();
        long pause = Math.max(1, Math.min(IDLE.toMillis(), now().until(next, ChronoUnit.MILLIS)));
        if (news.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
          LOG.debug("A new report waits");
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("No more reports are sent");
    }
  }

  /** Sends what is due, and says when the next one is. */
  private Instant sendDue() throws InterruptedException {
    try {
      List<String> due =
          journal
              .sql()
              .sql("select task_id from task_report where next_attempt_at <= ? order by made_at")
              .param(now().toEpochMilli())
              .query(String.class)
              .list();
      for (String taskId : due) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        find(taskId).ifPresent(this::send);
      }
      return journal
          .sql()
          .sql("select min(next_attempt_at) from task_report")
          .query(
              (row, index) ->
                  Optional.ofNullable(row.getObject(1)).map(at -> ((Number) at).longValue()))
          .single()
          .map(Instant::ofEpochMilli)
          .orElse(now().plus(IDLE));
    } catch (RuntimeException e) {
      LOG.warn("Reports could not be sent; trying again", e);
      return now().plus(IDLE);
    }
  }

  private void send(Report report) {
    Platform.TaskAnswer answer = platform.tell(report.taskId(), report.verb(), report.body());
    if (answer instanceof Platform.TaskAnswer.NotNow notNow) {
      postpone(report, notNow.why());
      return;
    }
    journal.atomically(
        () -> {
          int sent =
              journal
                  .sql()
                  .sql("delete from task_report where task_id = ? and body = ?")
                  .params(report.taskId(), report.body())
                  .update();
          if (sent > 0) {
            tasks.reported(report.taskId());
          }
        });
    if (answer instanceof Platform.TaskAnswer.Gone) {
      tasks.forgetFaltered(report.taskId());
      LOG.info("The platform does not have the task {} any more", report.taskId());
    }
  }

  private void postpone(Report report, String why) {
    Duration pause = FIRST_WAIT.multipliedBy(1L << Math.min(report.attempts(), MOST_DOUBLINGS));
    LOG.warn("The report of task {} did not arrive: {}", report.taskId(), why);
    journal
        .sql()
        .sql(
            "update task_report set attempts = attempts + 1, next_attempt_at = ?, detail = ?"
                + " where task_id = ?")
        .params(now().plus(shorter(pause, LONGEST_WAIT)).toEpochMilli(), why, report.taskId())
        .update();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void close() {
    sender.interrupt();
  }
}
