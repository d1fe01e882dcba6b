package io.consilium.worker.console.browser;

import io.consilium.worker.console.login.Person;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.release.ReleaseDesk;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Results that wait, the decisions about them, and what became of all others. */
@Controller
class ReleasePages {
  private static final int MOST_SHOWN = 300;
  private static final int MOST_AT_ONCE = 50;
  private static final int LONGEST_REASON = 2000;

  private final ReleaseDesk desk;
  private final Executions executions;
  private final Results results;
  private final Logs logs;

  ReleasePages(ReleaseDesk desk, Executions executions, Results results, Logs logs) {
    this.desk = desk;
    this.executions = executions;
    this.results = results;
    this.logs = logs;
  }

  @GetMapping("/release")
  String waiting(Model model) {
    model.addAttribute("here", "release");
    model.addAttribute("waiting", desk.waiting().stream().limit(MOST_SHOWN).toList());
    return "release";
  }

  /** One result, or several at once; each in full. */
  @GetMapping("/release/decision")
  String several(@RequestParam(name = "id", defaultValue = "") List<String> ids, Model model) {
    List<Execution> chosen = chosen(ids);
    model.addAttribute("here", "release");
    model.addAttribute("results", chosen.stream().map(results::of).toList());
    model.addAttribute("ids", chosen.stream().map(Execution::id).toList());
    model.addAttribute("shown", Shown.mark(mark(chosen)));
    return "decision";
  }

  @GetMapping("/release/{id}")
  String one(@PathVariable("id") String id, Model model) {
    Execution execution = find(id);
    if (execution.state() == Execution.State.STAGED) {
      return several(List.of(id), model);
    }
    return execution(id, model);
  }

  @PostMapping("/release/approval")
  String approve(
      @RequestParam("id") List<String> ids,
      @RequestParam("shown") String shown,
      @RequestParam("passphrase") String passphrase,
      @AuthenticationPrincipal Person person,
      RedirectAttributes flash) {
    return Decision.make(
        flash,
        "/release",
        address(ids),
        () -> {
          List<Execution> chosen = chosen(ids);
          Shown.require(shown, mark(chosen));
          desk.approve(ids, person.person(), passphrase);
          return ids.size() == 1
              ? "The result of " + ids.get(0) + " is released and on its way to the platform."
              : ids.size() + " results are released and on their way to the platform.";
        });
  }

  @PostMapping("/release/refusal")
  String decline(
      @RequestParam("id") String id,
      @RequestParam("reason") String reason,
      @RequestParam("passphrase") String passphrase,
      @AuthenticationPrincipal Person person,
      RedirectAttributes flash) {
    return Decision.make(
        flash,
        "/release",
        address(List.of(id)),
        () -> {
          if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new RefusedException(
                "give a reason of at most " + LONGEST_REASON + " characters; it stays here");
          }
          desk.decline(id, person.person(), passphrase, reason.strip());
          return "The result of " + id + " stays here for good; so does your reason.";
        });
  }

  @GetMapping("/executions")
  String all(Model model) {
    model.addAttribute("here", "executions");
    model.addAttribute("executions", executions.newest(MOST_SHOWN));
    return "executions";
  }

  @GetMapping("/executions/{id}")
  String execution(@PathVariable("id") String id, Model model) {
    Execution execution = find(id);
    model.addAttribute("here", "executions");
    model.addAttribute("result", results.of(execution));
    model.addAttribute("next", NextStep.of(execution.reason().orElse("")));
    model.addAttribute("logs", logs.of(id));
    return "execution";
  }

  private Execution find(String id) {
    return executions
        .find(id)
        .orElseThrow(() -> new AbsentException("there is no execution of that name"));
  }

  private List<Execution> chosen(List<String> ids) {
    if (ids.isEmpty()) {
      throw new RefusedException("choose the results that you want to look at");
    }
    if (ids.size() > MOST_AT_ONCE) {
      throw new RefusedException("look at most at " + MOST_AT_ONCE + " results at once");
    }
    return ids.stream().distinct().map(desk::requireWaiting).toList();
  }

  private static String address(List<String> ids) {
    return "/release/decision?"
        + ids.stream()
            .map(
                id ->
                    "id=" + java.net.URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }

  /** The exact bytes that would leave, and for whom. */
  private static String mark(List<Execution> chosen) {
    return chosen.stream()
        .map(
            execution ->
                execution.id()
                    + "\n"
                    + execution.audience().orElse("")
                    + "\n"
                    + execution.metrics().orElse(""))
        .collect(Collectors.joining("\n"));
  }
}
