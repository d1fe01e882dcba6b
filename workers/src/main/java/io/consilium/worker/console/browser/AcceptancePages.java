package io.consilium.worker.console.browser;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.worker.authorisation.Acceptances;
import io.consilium.worker.authorisation.Difference;
import io.consilium.worker.authorisation.ModelChoice;
import io.consilium.worker.authorisation.Proposal;
import io.consilium.worker.console.login.Person;
import io.consilium.worker.site.Site;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the platform offers, and what of it may run here. */
@Controller
class AcceptancePages {
  private final Site site;
  private final Acceptances acceptances;
  private final Offering offering;

  AcceptancePages(Site site, Acceptances acceptances, Offering offering) {
    this.site = site;
    this.acceptances = acceptances;
    this.offering = offering;
  }

  /** An offer in the list. */
  record Offered(BenchmarkOffer offer, Offering.Standing standing, int models) {}

  /** A model that can be chosen. */
  record Choice(String id, String title, String owner, boolean chosen, boolean accepted) {}

  @GetMapping("/acceptance")
  String list(Model model) {
    Offering.Answer answer = offering.now();
    model.addAttribute("here", "acceptance");
    model.addAttribute("trouble", answer.trouble());
    model.addAttribute(
        "offers",
        answer.offers().stream()
            .map(
                offer -> new Offered(offer, offering.standing(offer), acceptedModels(offer).size()))
            .toList());
    return "acceptance";
  }

  @GetMapping("/acceptance/{benchmark}")
  String one(
      @PathVariable("benchmark") String benchmark,
      @RequestParam(name = "model", defaultValue = "") List<String> models,
      Model model) {
    BenchmarkOffer offer = offer(benchmark);
    Proposal proposal = acceptances.propose(benchmark, choice(models));
    BenchmarkDocument revision = proposal.revision();
    List<String> accepted = acceptedModels(offer);
    model.addAttribute("here", "acceptance");
    model.addAttribute("offer", offer);
    model.addAttribute("standing", offering.standing(offer));
    model.addAttribute("revision", revision);
    model.addAttribute("audience", word(revision.audience()));
    model.addAttribute("proposal", proposal);
    model.addAttribute(
        "choices",
        offer.models().stream()
            .filter(
                offered -> !offered.modelId().equals(revision.containers().referenceModel().id()))
            .map(
                offered ->
                    new Choice(
                        offered.modelId(),
                        offered.title(),
                        offered.owner(),
                        models.contains(offered.modelId()),
                        accepted.contains(offered.modelId())))
            .toList());
    model.addAttribute("before", proposal.before());
    model.addAttribute("differences", differences(proposal));
    model.addAttribute("history", acceptances.history(benchmark));
    model.addAttribute("validDays", site.policy().acceptance().validFor().toDays());
    model.addAttribute("chosen", models);
    model.addAttribute("shown", Shown.mark(proposal.mark()));
    return "offer";
  }

  @PostMapping("/acceptance/{benchmark}")
  String accept(
      @PathVariable("benchmark") String benchmark,
      @RequestParam(name = "model", defaultValue = "") List<String> models,
      @RequestParam("shown") String shown,
      @RequestParam("typed") String typed,
      @AuthenticationPrincipal Person person,
      RedirectAttributes flash) {
    return Decision.make(
        flash,
        "/acceptance",
        "/acceptance/{benchmark}" + query(models),
        () -> {
          Proposal proposal = acceptances.propose(benchmark, choice(models));
          Shown.require(shown, proposal.mark());
          if (!typed.strip().equals(benchmark)) {
            throw new RefusedException(
                "nothing was accepted: type the benchmark's id, " + benchmark + ", to confirm");
          }
          acceptances.accept(proposal, person.person());
          return "Accepted revision %d of %s with %s."
              .formatted(
                  proposal.revision().revision(),
                  benchmark,
                  String.join(", ", acceptances.models(proposal.revision())));
        });
  }

  @PostMapping("/acceptance/{benchmark}/refusal")
  String decline(
      @PathVariable("benchmark") String benchmark,
      @RequestParam(name = "model", defaultValue = "") List<String> models,
      @RequestParam("shown") String shown,
      @RequestParam("reason") String reason,
      @AuthenticationPrincipal Person person,
      RedirectAttributes flash) {
    return Decision.make(
        flash,
        "/acceptance",
        "/acceptance/{benchmark}" + query(models),
        () -> {
          Proposal proposal = acceptances.propose(benchmark, choice(models));
          Shown.require(shown, proposal.mark());
          acceptances.decline(proposal, person.person(), reason);
          return "Declined; nothing of it runs here. Your reason stays here, too.";
        });
  }

  @PostMapping("/acceptance/{benchmark}/withdrawal")
  String withdraw(
      @PathVariable("benchmark") String benchmark,
      @RequestParam(name = "model", defaultValue = "") List<String> models,
      @RequestParam("reason") String reason,
      @AuthenticationPrincipal Person person,
      RedirectAttributes flash) {
    return Decision.make(
        flash,
        "/acceptance",
        "/acceptance/{benchmark}" + query(models),
        () -> {
          List<String> named = models.stream().filter(id -> !id.isBlank()).distinct().toList();
          acceptances.withdraw(benchmark, named, person.person(), reason);
          return "Taken back: orders that name it are refused from now on.";
        });
  }

  private BenchmarkOffer offer(String benchmark) {
    return offering.now().offers().stream()
        .filter(offer -> offer.benchmarkId().equals(benchmark))
        .findFirst()
        .orElseThrow(
            () -> new AbsentException("the platform offers no benchmark of that name now"));
  }

  private List<String> acceptedModels(BenchmarkOffer offer) {
    return acceptances
        .newest(offer.benchmarkId())
        .filter(accepted -> accepted.document().digest().equals(offer.digest()))
        .filter(acceptances::isInForce)
        .map(accepted -> acceptances.models(accepted.document()))
        .orElse(List.of());
  }

  private static String query(List<String> models) {
    return models.stream()
        .map(id -> "model=" + URLEncoder.encode(id, StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", "?", ""));
  }

  private static ModelChoice choice(List<String> models) {
    return new ModelChoice.Named(models.stream().filter(id -> !id.isBlank()).distinct().toList());
  }

  private static List<Difference> differences(Proposal proposal) {
    return Stream.concat(
            proposal.differences().stream(),
            proposal.models().stream().flatMap(model -> model.differences().stream()))
        .toList();
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
