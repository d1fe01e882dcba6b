package io.consilium.worker.claim;

import io.consilium.contract.Reason;
import io.consilium.worker.authorisation.Order;
import io.consilium.worker.outbound.Platform;
import io.consilium.worker.step.StepResult;
import io.consilium.worker.step.Steps;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import org.camunda.bpm.client.task.ExternalTask;
import org.camunda.bpm.client.task.ExternalTaskHandler;
import org.camunda.bpm.client.task.ExternalTaskService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task from its claim to its end in the journal; its report is sent from there. Whatever
 * is thrown on the way becomes a report.
 */
final class TaskHandler implements ExternalTaskHandler {
  private static final Logger LOG = LoggerFactory.getLogger(TaskHandler.class);

  private final Steps steps;
  private final ClaimedTasks tasks;
  private final TaskReports reports;
  private final TaskLocks locks;
  private final Slots slots;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final CountDownLatch farewell = new CountDownLatch(1);
  private volatile boolean draining;

  TaskHandler(Steps steps, ClaimedTasks tasks, TaskReports reports, TaskLocks locks, Slots slots) {
    this.steps = steps;
    this.tasks = tasks;
    this.reports = reports;
    this.locks = locks;
    this.slots = slots;
  }

  @Override
  public void execute(ExternalTask task, ExternalTaskService service) {
    Assignment assignment = Assignment.of(task);
    if (draining) {
      locks.giveBack(task.getId());
    } else {
      slots.run(() -> handle(assignment));
    }
    try {
      slots.awaitFree();
      if (draining) {
        // Back in its loop the client would fetch what was just given back.
        farewell.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Goes on with a task that an earlier life of the worker took. */
  void resume(Assignment task) {
    slots.run(() -> goOn(task));
  }

  /** Takes nothing more; what runs goes on. */
  void drain() {
    draining = true;
    slots.letGo();
  }

  /** Ends all that runs, and gives the tasks back. */
  void stop() {
    drain();
    running.values().forEach(Running::stop);
  }

  /** Lets the client's thread go, once the client knows that it is to stop. */
  void letGo() {
    farewell.countDown();
  }

  boolean isIdle() {
    return slots.isIdle();
  }

  private void handle(Assignment task) {
    Running run = new Running();
    if (running.putIfAbsent(task.id(), run) != null) {
      // Its lock had expired while the platform was away; that it came again has renewed it.
      return;
    }
    Optional<ClaimedTask> ended =
        tasks
            .find(task.id())
            .filter(
                known ->
                    known.state() == ClaimedTask.State.ENDED
                        || known.state() == ClaimedTask.State.REPORTED);
    try {
      if (ended.isPresent()) {
        reports.again(ended.get());
        return;
      }
      tasks.claim(task);
      reports.drop(task.id());
      hold(task, run, locks.hold(task.id(), () -> lose(task, run)));
    } catch (RuntimeException e) {
      LOG.error("The task {} could not be handled", task.id(), e);
    } finally {
      running.remove(task.id());
    }
  }

  private void goOn(Assignment task) {
    Running run = new Running();
    if (running.putIfAbsent(task.id(), run) != null) {
      return;
    }
    try {
      LOG.info("Going on with {} of {}", task.topic(), task.caseId());
      hold(task, run, locks.hold(task.id(), Duration.ZERO, () -> lose(task, run)));
    } catch (RuntimeException e) {
      LOG.error("The task {} could not be handled", task.id(), e);
    } finally {
      // Whatever became of it, its container of an earlier life is not needed any more.
      steps.abandon(task.caseId());
      running.remove(task.id());
    }
  }

  private void lose(Assignment task, Running run) {
    tasks.forget(task.id());
    run.takeBack();
  }

  private void hold(Assignment task, Running run, ScheduledFuture<?> lock) {
    try {
      StepResult result = result(task, run);
      if (result instanceof StepResult.Failed failed) {
        LOG.warn("{} of {}: {}", task.topic(), task.caseId(), failed.explanation());
      } else if (result instanceof StepResult.PassingFault fault) {
        LOG.warn("{} of {}: {}", task.topic(), task.caseId(), fault.explanation());
      }
      reports.ended(task, result);
    } catch (InterruptedException e) {
      if (!(locks.giveBack(task.id()) instanceof Platform.TaskAnswer.NotNow)) {
        tasks.forget(task.id());
      }
    } finally {
      lock.cancel(false);
    }
  }

  private StepResult result(Assignment task, Running run) throws InterruptedException {
    try {
      Order order = task.order();
      LOG.info("{} of {}", task.topic(), order.caseId());
      run.enter();
      try {
        return steps.carryOut(order);
      } catch (InterruptedException e) {
        if (run.isTakenBack()) {
          steps.takenBack(order);
        }
        throw e;
      } finally {
        run.leave();
      }
    } catch (Orders.Unreadable e) {
      return new StepResult.Failed(Reason.REFUSED, words(e));
    } catch (RuntimeException | Error e) {
      if (run.isStopped()) {
        throw new InterruptedException("The task was stopped");
      }
      LOG.error("The task {} met a fault", task.id(), e);
      return new StepResult.PassingFault(Reason.STEP_FAILED, words(e));
    }
  }

  private static String words(Throwable e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }
}
