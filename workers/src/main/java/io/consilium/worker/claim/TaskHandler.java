package io.consilium.worker.claim;

import io.consilium.contract.Reason;
import io.consilium.worker.authorisation.Order;
import io.consilium.worker.step.StepResult;
import io.consilium.worker.step.Steps;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.client.exception.ExternalTaskClientException;
import org.camunda.bpm.client.exception.NotFoundException;
import org.camunda.bpm.client.task.ExternalTask;
import org.camunda.bpm.client.task.ExternalTaskHandler;
import org.camunda.bpm.client.task.ExternalTaskService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one task from its claim to its report. Whatever is thrown on the way becomes a report. */
final class TaskHandler implements ExternalTaskHandler {
  private static final Logger LOG = LoggerFactory.getLogger(TaskHandler.class);
  static final Duration LOCK = Duration.ofSeconds(30);
  private static final Duration EXTENSION = LOCK.dividedBy(3);

  private final Steps steps;
  private final ClaimedTasks tasks;
  private final TaskReports reports;
  private final Slots slots;
  private final ScheduledExecutorService timer;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final CountDownLatch farewell = new CountDownLatch(1);
  private volatile boolean stopping;

  TaskHandler(
      Steps steps,
      ClaimedTasks tasks,
      TaskReports reports,
      Slots slots,
      ScheduledExecutorService timer) {
    this.steps = steps;
    this.tasks = tasks;
    this.reports = reports;
    this.slots = slots;
    this.timer = timer;
  }

  @Override
  public void execute(ExternalTask task, ExternalTaskService service) {
    if (stopping) {
      giveBack(task, service);
      return;
    }
    try {
      slots.run(() -> handle(task, service));
      if (stopping) {
        // Back in its loop the client would fetch what was just given back.
        farewell.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all that runs, and gives the tasks back. */
  void stop() {
    stopping = true;
    running.values().forEach(Running::stop);
  }

  /** Lets the client's thread go, once the client knows that it is to stop. */
  void letGo() {
    farewell.countDown();
  }

  boolean isIdle() {
    return running.isEmpty();
  }

  private void handle(ExternalTask task, ExternalTaskService service) {
    Running run = new Running();
    if (running.putIfAbsent(task.getId(), run) != null) {
      // Its lock had expired while the platform was away; that it came again has renewed it.
      return;
    }
    ScheduledFuture<?> keeper =
        timer.scheduleAtFixedRate(
            () -> extend(task.getId(), service, run),
            EXTENSION.toMillis(),
            EXTENSION.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      work(task, service, run);
    } catch (InterruptedException e) {
      giveBack(task, service);
    } catch (Exception | Error e) {
      LOG.error("The task {} could not be handled", task.getId(), e);
    } finally {
      keeper.cancel(false);
      running.remove(task.getId());
    }
  }

  private void work(ExternalTask task, ExternalTaskService service, Running run)
      throws InterruptedException {
    Optional<ClaimedTask> ended =
        tasks.find(task.getId()).filter(known -> known.state() != ClaimedTask.State.CLAIMED);
    if (ended.isPresent()) {
      report(task, service, asResult(ended.get()));
      return;
    }
    tasks.claim(task.getId(), task.getTopicName(), caseId(task));
    StepResult result = result(task, run);
    if (result instanceof StepResult.Done) {
      tasks.succeeded(task.getId());
    } else if (result instanceof StepResult.Failed failed) {
      LOG.warn("{} of {}: {}", task.getTopicName(), caseId(task), failed.explanation());
      tasks.failed(task.getId(), failed.reason(), failed.explanation());
    } else if (result instanceof StepResult.PassingFault fault) {
      LOG.warn("{} of {}: {}", task.getTopicName(), caseId(task), fault.explanation());
      tasks.faltered(task.getId(), fault.reason(), fault.explanation());
    }
    report(task, service, result);
  }

  private StepResult result(ExternalTask task, Running run) throws InterruptedException {
    try {
      Order order =
          Orders.read(task.getTopicName(), name -> Optional.ofNullable(task.getVariable(name)));
      LOG.info("{} of {}", task.getTopicName(), order.caseId());
      run.enter();
      try {
        return steps.carryOut(order);
      } finally {
        run.leave();
      }
    } catch (Orders.Unreadable e) {
      return new StepResult.Failed(Reason.REFUSED, words(e));
    } catch (RuntimeException | Error e) {
      if (run.isStopped()) {
        throw new InterruptedException("The task was stopped");
      }
      LOG.error("The task {} met a fault", task.getId(), e);
      return new StepResult.PassingFault(Reason.STEP_FAILED, words(e));
    }
  }

  private void report(ExternalTask task, ExternalTaskService service, StepResult result)
      throws InterruptedException {
    TaskReports.Receipt receipt;
    if (result instanceof StepResult.Failed failed) {
      receipt = reports.bpmnError(service, task.getId(), failed.reason());
    } else if (result instanceof StepResult.PassingFault fault) {
      int retries = Optional.ofNullable(task.getRetries()).orElse(-1);
      receipt = reports.failure(service, task.getId(), fault.reason(), retries);
      if (receipt != TaskReports.Receipt.GONE) {
        return;
      }
    } else {
      receipt = reports.complete(service, task.getId());
    }
    if (receipt != TaskReports.Receipt.UNDELIVERED) {
      tasks.reported(task.getId());
    }
  }

  private static StepResult asResult(ClaimedTask task) {
    return task.reason()
        .flatMap(Reason::named)
        .<StepResult>map(reason -> new StepResult.Failed(reason, task.detail().orElse("")))
        .orElseGet(StepResult.Done::new);
  }

  private void extend(String taskId, ExternalTaskService service, Running run) {
    try {
      service.extendLock(taskId, LOCK.toMillis());
    } catch (NotFoundException e) {
      LOG.info("The platform took the task {} back", taskId);
      tasks.forget(taskId);
      run.stop();
    } catch (ExternalTaskClientException e) {
      LOG.warn("The lock of task {} could not be extended: {}", taskId, e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("The lock of task {} could not be extended", taskId, e);
    }
  }

  private void giveBack(ExternalTask task, ExternalTaskService service) {
    try {
      service.unlock(task);
    } catch (ExternalTaskClientException e) {
      LOG.info("The task {} could not be given back: {}", task.getId(), e.getMessage());
    }
  }

  private static String caseId(ExternalTask task) {
    return Optional.ofNullable(task.getBusinessKey()).orElse("");
  }

  private static String words(Throwable e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }
}
