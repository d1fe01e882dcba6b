package io.consilium.worker.console.browser;

import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.worker.authorisation.Acceptances;
import io.consilium.worker.authorisation.AcceptedRevision;
import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.console.login.Person;
import io.consilium.worker.preparation.PreparationDesk;
import io.consilium.worker.preparation.PreparationStatus;
import io.consilium.worker.registration.Registration;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The site's datasets, and the decisions about them. */
@Controller
class DatasetPages {
  private static final Map<Dataset.State, String> NEXT =
      Map.of(
          Dataset.State.ADDED, "prepare",
          Dataset.State.CANCELLED, "prepare",
          Dataset.State.FAILED, "prepare",
          Dataset.State.PREPARED, "register",
          Dataset.State.REGISTERED, "join",
          Dataset.State.JOINED, "join");

  private final Catalogue catalogue;
  private final Registration registration;
  private final PreparationDesk preparation;
  private final Acceptances acceptances;
  private final Offering offering;
  private final Logs logs;

  DatasetPages(
      Catalogue catalogue,
      Registration registration,
      PreparationDesk preparation,
      Acceptances acceptances,
      Offering offering,
      Logs logs) {
    this.catalogue = catalogue;
    this.registration = registration;
    this.preparation = preparation;
    this.acceptances = acceptances;
    this.offering = offering;
    this.logs = logs;
  }

  @GetMapping("/datasets")
  String list(Model model) {
    model.addAttribute("here", "datasets");
    model.addAttribute("datasets", catalogue.all());
    model.addAttribute("offers", offering.recent().offers());
    return "datasets";
  }

  @PostMapping("/datasets")
  String add(
      @RequestParam("name") String name,
      @RequestParam("benchmark") String benchmark,
      @RequestParam("data") String data,
      @RequestParam("labels") String labels,
      @RequestParam("people") String people,
      RedirectAttributes flash) {
    flash.addFlashAttribute(
        "given",
        Map.of(
            "name", name,
            "benchmark", benchmark,
            "data", data,
            "labels", labels,
            "people", people));
    return Decision.make(
        flash,
        "/datasets",
        "/datasets",
        () -> {
          Dataset added =
              catalogue.add(
                  name.strip(), benchmark.strip(), folder(data), folder(labels), count(people));
          flash.addFlashAttribute("given", Map.of());
          return "Added " + added.name() + ". Next: prepare it.";
        });
  }

  @GetMapping("/datasets/{name}")
  String one(@PathVariable("name") String name, Model model) {
    Dataset dataset = find(name);
    Optional<AcceptedRevision> accepted = acceptances.newest(dataset.benchmarkId());
    model.addAttribute("here", "datasets");
    model.addAttribute("dataset", dataset);
    PreparationStatus status = preparation.status(name);
    model.addAttribute("progress", status.progress());
    model.addAttribute("work", status.work());
    model.addAttribute("accepted", accepted.filter(acceptances::isInForce).isPresent());
    model.addAttribute("next", NEXT.getOrDefault(dataset.state(), ""));
    model.addAttribute("advice", NextStep.of(dataset.reason().orElse("")));
    model.addAttribute("shown", Shown.mark(mark(dataset)));
    model.addAttribute("logs", logs.ofDataset(name));
    model.addAttribute(
        "figures",
        dataset
            .statistics()
            .map(ReleasedMetrics::fromCanonicalJson)
            .map(
                statistics ->
                    Figures.of(
                        statistics,
                        accepted.map(revision -> revision.document().statisticsSchema()),
                        Optional.empty())));
    return "dataset";
  }

  @PostMapping("/datasets/{name}/preparation")
  String prepare(
      @PathVariable("name") String name,
      @RequestParam("passphrase") String passphrase,
      @AuthenticationPrincipal Person person,
      RedirectAttributes flash) {
    return decide(
        name,
        flash,
        () -> {
          registration.prepare(name, person.person(), passphrase);
          return "The platform is asked to order the preparation; it runs here.";
        });
  }

  @PostMapping("/datasets/{name}/continuation")
  String goOn(
      @PathVariable("name") String name,
      @RequestParam("passphrase") String passphrase,
      @AuthenticationPrincipal Person person,
      RedirectAttributes flash) {
    return decide(
        name,
        flash,
        () -> {
          preparation.goOn(name, person.person(), passphrase);
          return "The preparation goes on: the data is prepared, checked and counted again.";
        });
  }

  @PostMapping("/datasets/{name}/cancellation")
  String cancel(
      @PathVariable("name") String name,
      @RequestParam("passphrase") String passphrase,
      @AuthenticationPrincipal Person person,
      RedirectAttributes flash) {
    return decide(
        name,
        flash,
        () -> {
          preparation.cancel(name, person.person(), passphrase);
          return "The preparation is cancelled; what is prepared is kept.";
        });
  }

  @PostMapping("/datasets/{name}/registration")
  String register(
      @PathVariable("name") String name,
      @RequestParam("shown") String shown,
      @RequestParam("passphrase") String passphrase,
      @AuthenticationPrincipal Person person,
      RedirectAttributes flash) {
    return decide(
        name,
        flash,
        () -> {
          Shown.require(shown, mark(registration.requirePrepared(name)));
          registration.register(name, person.person(), passphrase);
          return "The registration is signed and on its way.";
        });
  }

  @PostMapping("/datasets/{name}/association")
  String join(
      @PathVariable("name") String name,
      @RequestParam("shown") String shown,
      @RequestParam("passphrase") String passphrase,
      @AuthenticationPrincipal Person person,
      RedirectAttributes flash) {
    return decide(
        name,
        flash,
        () -> {
          Shown.require(shown, mark(registration.requireRegistered(name)));
          registration.join(name, person.person(), passphrase);
          return "The request to join is signed and on its way.";
        });
  }

  private String decide(String name, RedirectAttributes flash, Decision.Deed deed) {
    Dataset dataset = find(name);
    String page = "/datasets/" + dataset.name();
    return Decision.make(flash, page, page, deed);
  }

  private Dataset find(String name) {
    return catalogue
        .find(name)
        .orElseThrow(() -> new AbsentException("there is no dataset of that name"));
  }

  /** What the platform would learn. */
  private static String mark(Dataset dataset) {
    return "%s %s %d %s %s"
        .formatted(
            dataset.name(),
            dataset.benchmarkId(),
            dataset.people(),
            dataset.fingerprint().orElse(""),
            dataset.statistics().orElse(""));
  }

  private static Path folder(String text) {
    try {
      return Path.of(text.strip());
    } catch (InvalidPathException e) {
      throw new RefusedException("there is no folder of that name");
    }
  }

  private static int count(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new RefusedException("the number of people is a whole number, not '" + text + "'");
    }
  }
}
