package io.consilium.worker.console.browser;

import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.claim.Claim;
import io.consilium.worker.claim.ClaimedTask;
import io.consilium.worker.claim.ClaimedTasks;
import io.consilium.worker.outbound.Outbox;
import io.consilium.worker.outbound.PlatformLink;
import io.consilium.worker.release.ReleaseDesk;
import io.consilium.worker.sandbox.EngineState;
import io.consilium.worker.sandbox.Engines;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What runs, what waits, what failed. */
@Controller
class OverviewPage {
  private static final int MOST_FAILURES = 5;

  private final PlatformLink link;
  private final Claim claim;
  private final ClaimedTasks tasks;
  private final Outbox outbox;
  private final ReleaseDesk desk;
  private final Catalogue catalogue;
  private final Offering offering;
  private final Logs logs;
  private final Engines engines;
  private final Say say;

  OverviewPage(
      PlatformLink link,
      Claim claim,
      ClaimedTasks tasks,
      Outbox outbox,
      ReleaseDesk desk,
      Catalogue catalogue,
      Offering offering,
      Logs logs,
      Engines engines,
      Say say) {
    this.link = link;
    this.claim = claim;
    this.tasks = tasks;
    this.outbox = outbox;
    this.desk = desk;
    this.catalogue = catalogue;
    this.offering = offering;
    this.logs = logs;
    this.engines = engines;
    this.say = say;
  }

  /**
   * A step that was taken.
   *
   * @param engine where its container runs; empty while it waits for a place
   * @param trouble why it is tried again; empty when it runs for the first time
   */
  record Running(
      String step, String subject, String engine, Instant since, String trouble, String printed) {}

  /** A step that failed, and what to do. */
  record Failed(
      String step,
      String subject,
      String reason,
      String detail,
      String next,
      boolean printed,
      Instant at) {}

  @GetMapping("/")
  String show(Model model) {
    model.addAttribute("here", "overview");
    model.addAttribute("link", link.state());
    List<EngineState> states = engines.states();
    model.addAttribute("trouble", claim.trouble());
    model.addAttribute("engines", states);
    model.addAttribute(
        "running",
        tasks.open().stream()
            .filter(task -> task.state() != ClaimedTask.State.ENDED)
            .map(task -> running(task, states))
            .toList());
    model.addAttribute("releases", desk.waiting());
    model.addAttribute("offers", offering.waiting());
    model.addAttribute("datasets", catalogue.all().stream().filter(OverviewPage::waits).toList());
    model.addAttribute("statements", outbox.undelivered());
    model.addAttribute(
        "failures", tasks.failures(MOST_FAILURES).stream().map(this::failed).toList());
    return "overview";
  }

  private static boolean waits(Dataset dataset) {
    return switch (dataset.state()) {
      case ADDED, AWAITING_WORK, CANCELLED, PREPARED, REGISTERED, FAILED -> true;
      default -> false;
    };
  }

  private Running running(ClaimedTask task, List<EngineState> states) {
    Optional<EngineState> engine =
        states.stream()
            .filter(
                state ->
                    state.running().stream().anyMatch(step -> step.caseId().equals(task.caseId())))
            .findFirst();
    return new Running(
        task.topic(),
        task.caseId(),
        engine.map(EngineState::id).orElse(""),
        task.claimedAt(),
        task.detail().orElse(""),
        output(task.caseId()));
  }

  /** What the case's containers have printed so far, as a size; empty when nothing. */
  private String output(String caseId) {
    long bytes = logs.of(caseId).stream().mapToLong(Logs.Log::size).sum();
    return bytes == 0 ? "" : say.size(bytes);
  }

  private Failed failed(ClaimedTask task) {
    String reason = task.reason().orElse("");
    return new Failed(
        task.topic(),
        task.caseId(),
        reason,
        task.detail().orElse(""),
        NextStep.of(reason),
        logs.has(task.caseId()),
        task.claimedAt());
  }
}
