package io.consilium.worker.console.browser;

import io.consilium.worker.journal.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What is written down here: the ledger, the policy in force, and what containers printed. */
@Controller
class RecordPages {
  private static final int PAGE = 25;

  private final Ledger ledger;
  private final Logs logs;
  private final PolicyWords policy;

  RecordPages(Ledger ledger, Logs logs, PolicyWords policy) {
    this.ledger = ledger;
    this.logs = logs;
    this.policy = policy;
  }

  /**
   * The ledger.
   *
   * @param before shows the entries before this position; 0 for the newest
   * @param check {@code yes} to compare the whole chain, which takes longer the longer it is
   */
  @GetMapping("/ledger")
  String ledger(
      @RequestParam(name = "before", defaultValue = "0") long before,
      @RequestParam(name = "check", defaultValue = "") String check,
      Model model) {
    long upTo = before > 0 ? before : Long.MAX_VALUE;
    var entries = ledger.before(upTo, PAGE);
    model.addAttribute("here", "ledger");
    model.addAttribute("head", ledger.head());
    model.addAttribute("entries", entries);
    model.addAttribute("newest", before <= 0);
    model.addAttribute("older", entries.isEmpty() ? 0 : entries.get(entries.size() - 1).position());
    model.addAttribute("checked", check.equals("yes"));
    model.addAttribute("broken", check.equals("yes") ? ledger.firstBroken().orElse(0) : 0L);
    return "ledger";
  }

  @GetMapping("/policy")
  String policy(Model model) {
    model.addAttribute("here", "policy");
    model.addAttribute("rules", policy.rules());
    model.addAttribute("hash", policy.hash());
    model.addAttribute("file", policy.file());
    return "policy";
  }

  @GetMapping("/logs")
  String logs(Model model) {
    model.addAttribute("here", "logs");
    model.addAttribute("subject", "");
    model.addAttribute("logs", logs.newest());
    return "logs";
  }

  @GetMapping("/logs/{subject}")
  String logsOf(@PathVariable("subject") String subject, Model model) {
    model.addAttribute("here", "logs");
    model.addAttribute("subject", subject);
    model.addAttribute("logs", logs.of(subject));
    return "logs";
  }

  @GetMapping("/logs/{subject}/{role}")
  String log(
      @PathVariable("subject") String subject, @PathVariable("role") String role, Model model) {
    Logs.Log log = find(subject, role);
    model.addAttribute("here", "logs");
    model.addAttribute("log", log);
    model.addAttribute("tail", logs.tail(log));
    model.addAttribute("whole", logs.isShownInFull(log));
    return "log";
  }

  /** The whole log as a file; never as something that a browser would run. */
  @GetMapping("/logs/{subject}/{role}/file")
  ResponseEntity<Resource> file(
      @PathVariable("subject") String subject, @PathVariable("role") String role)
      throws IOException {
    Logs.Log log = find(subject, role);
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(log.subject() + "-" + log.role() + ".log", StandardCharsets.UTF_8)
                .build()
                .toString())
        .body(
            new InputStreamResource(
                Files.newInputStream(
                    log.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  private Logs.Log find(String subject, String role) {
    return logs.find(subject, role)
        .orElseThrow(() -> new AbsentException("there is no such log here"));
  }
}
