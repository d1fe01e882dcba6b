package io.consilium.worker.console.browser;

import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.claim.Claim;
import io.consilium.worker.claim.ClaimedTask;
import io.consilium.worker.claim.ClaimedTasks;
import io.consilium.worker.outbound.Outbox;
import io.consilium.worker.outbound.PlatformLink;
import io.consilium.worker.release.ReleaseDesk;
import io.consilium.worker.site.Site;
import java.time.Instant;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What runs, what waits, what failed. */
@Controller
class OverviewPage {
  private static final int MOST_FAILURES = 5;

  private final Site site;
  private final PlatformLink link;
  private final Claim claim;
  private final ClaimedTasks tasks;
  private final Outbox outbox;
  private final ReleaseDesk desk;
  private final Catalogue catalogue;
  private final Offering offering;
  private final Logs logs;

  OverviewPage(
      Site site,
      PlatformLink link,
      Claim claim,
      ClaimedTasks tasks,
      Outbox outbox,
      ReleaseDesk desk,
      Catalogue catalogue,
      Offering offering,
      Logs logs) {
    this.site = site;
    this.link = link;
    this.claim = claim;
    this.tasks = tasks;
    this.outbox = outbox;
    this.desk = desk;
    this.catalogue = catalogue;
    this.offering = offering;
    this.logs = logs;
  }

  /** A step that runs. */
  record Running(String step, String subject, Instant since, String trouble) {}

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
    model.addAttribute("trouble", claim.trouble());
    model.addAttribute("slots", site.policy().slots());
    model.addAttribute("engine", site.settings().engines().words());
    model.addAttribute("running", tasks.open().stream().map(OverviewPage::running).toList());
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
      case ADDED, PREPARED, REGISTERED, FAILED -> true;
      default -> false;
    };
  }

  private static Running running(ClaimedTask task) {
    return new Running(task.topic(), task.caseId(), task.claimedAt(), task.detail().orElse(""));
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
