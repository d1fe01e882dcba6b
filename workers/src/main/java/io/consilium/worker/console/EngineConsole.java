package io.consilium.worker.console;

import io.consilium.worker.claim.Claim;
import io.consilium.worker.claim.TaskReports;
import io.consilium.worker.sandbox.EngineState;
import io.consilium.worker.sandbox.Engines;
import java.time.Instant;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What runs on which engine, and the wish that it be the last. */
@RestController
class EngineConsole {
  private static final long LOOK_MILLIS = 200;

  private final Claim claim;
  private final Engines engines;
  private final TaskReports reports;
  private final ConfigurableApplicationContext worker;

  EngineConsole(
      Claim claim, Engines engines, TaskReports reports, ConfigurableApplicationContext worker) {
    this.claim = claim;
    this.engines = engines;
    this.reports = reports;
    this.worker = worker;
  }

  /** The worker and its engines. */
  record WorkerPage(String state, String trouble, List<EngineLine> engines, int unsentReports)
      implements Page {
    @Override
    public String text() {
      Lines lines = Lines.of().field("Worker", state);
      if (!trouble.isEmpty()) {
        lines.field("Trouble", trouble);
      }
      if (unsentReports > 0) {
        lines.field("Unsent", unsentReports + " reports that the platform does not have yet");
      }
      for (EngineLine engine : engines) {
        lines.field("Engine", engine.words());
        engine
            .running()
            .forEach(
                step ->
                    lines.line(
                        "  %s of %s since %s"
                            .formatted(step.role(), step.subject(), step.since())));
      }
      return lines.text();
    }
  }

  /** One engine. */
  record EngineLine(
      String id,
      String host,
      String condition,
      Instant since,
      String trouble,
      int slots,
      List<StepLine> running) {
    static EngineLine of(EngineState engine) {
      return new EngineLine(
          engine.id(),
          engine.host().toString(),
          engine.condition().name(),
          engine.since(),
          engine.words(),
          engine.slots(),
          engine.running().stream()
              .map(step -> new StepLine(step.role().task().word(), step.caseId(), step.since()))
              .toList());
    }

    String words() {
      return "%s (%s): %s, %d of %d slots taken%s"
          .formatted(
              id, host, condition, running.size(), slots, trouble.isEmpty() ? "" : "; " + trouble);
    }
  }

  /** A step that runs. */
  record StepLine(String role, String subject, Instant since) {}

  @GetMapping("/worker")
  WorkerPage state() {
    return new WorkerPage(
        claim.isDraining() ? "DRAINING" : "RUNNING",
        claim.trouble(),
        engines.states().stream().map(EngineLine::of).toList(),
        reports.unsent().size());
  }

  /** Finishes what runs, takes nothing more, and then ends the worker. */
  @PostMapping("/worker/drain")
  WorkerPage drain() {
    if (!claim.isDraining()) {
      claim.drain();
      Thread closing = new Thread(this::closeWhenIdle, "drain");
      closing.setDaemon(true);
      closing.start();
    }
    return state();
  }

  private void closeWhenIdle() {
    try {
      while (!claim.isIdle()) {
        Thread.sleep(LOOK_MILLIS);
      }
      // What just ended is reported now when the platform is there, else at the next start.
      for (int looks = 0; looks < 25 && !reports.unsent().isEmpty(); looks++) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    worker.close();
  }
}
