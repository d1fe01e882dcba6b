package io.consilium.worker.console;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.worker.authorisation.AcceptanceDecision;
import io.consilium.worker.authorisation.Acceptances;
import io.consilium.worker.authorisation.AcceptedModel;
import io.consilium.worker.authorisation.AcceptedRevision;
import io.consilium.worker.authorisation.ModelChoice;
import io.consilium.worker.authorisation.Proposal;
import io.consilium.worker.site.Site;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Benchmarks on offer, and what is decided about them here. */
@RestController
class BenchmarkConsole {
  private static final String ALL = "*";

  private final Site site;
  private final Acceptances acceptances;

  BenchmarkConsole(Site site, Acceptances acceptances) {
    this.site = site;
    this.acceptances = acceptances;
  }

  @GetMapping("/offers")
  Pages.Offers offers() {
    acceptances.signed().acceptAll();
    return new Pages.Offers(acceptances.offers().stream().map(this::view).toList());
  }

  @GetMapping("/offers/{benchmark}")
  ResponseEntity<AcceptancePage> propose(
      @PathVariable("benchmark") String benchmark,
      @RequestParam(name = "models", defaultValue = "") String models) {
    Proposal proposal = acceptances.propose(benchmark, choice(models));
    return Answers.shown(
        AcceptancePage.of(proposal, site.policy().acceptance().validFor().toDays()),
        proposal.mark());
  }

  @GetMapping("/decisions/{benchmark}")
  DecidedPage decisions(@PathVariable("benchmark") String benchmark) {
    return new DecidedPage(benchmark, acceptances.history(benchmark));
  }

  @PostMapping("/acceptances")
  Pages.Accepted accept(
      @RequestParam("benchmark") String benchmark,
      @RequestParam(name = "models", defaultValue = "") String models,
      @RequestParam("shown") String shown,
      @RequestParam("as") String person) {
    Proposal proposal = acceptances.propose(benchmark, choice(models));
    Answers.requireShown(shown, proposal.mark());
    acceptances.accept(proposal, person);
    BenchmarkDocument revision = proposal.revision();
    return new Pages.Accepted(
        revision.id(), revision.revision(), revision.digest(), acceptances.models(revision));
  }

  @PostMapping("/declines")
  DecidedPage decline(
      @RequestParam("benchmark") String benchmark,
      @RequestParam(name = "models", defaultValue = "") String models,
      @RequestParam("shown") String shown,
      @RequestParam("as") String person,
      @RequestParam("reason") String reason) {
    Proposal proposal = acceptances.propose(benchmark, choice(models));
    Answers.requireShown(shown, proposal.mark());
    acceptances.decline(proposal, person, reason);
    return decisions(benchmark);
  }

  @PostMapping("/withdrawals")
  DecidedPage withdraw(
      @RequestParam("benchmark") String benchmark,
      @RequestParam(name = "models", defaultValue = "") String models,
      @RequestParam("as") String person,
      @RequestParam("reason") String reason) {
    List<String> named = choice(models) instanceof ModelChoice.Named some ? some.ids() : List.of();
    acceptances.withdraw(benchmark, named, person, reason);
    return decisions(benchmark);
  }

  @PostMapping("/signatures")
  DecidedPage carry(
      @RequestParam("benchmark") String benchmark,
      @RequestParam("signature") String signature,
      @RequestParam("as") String person) {
    acceptances.signed().carry(benchmark, signature, person);
    return decisions(benchmark);
  }

  private static ModelChoice choice(String models) {
    if (models.equals(ALL)) {
      return new ModelChoice.All();
    }
    return new ModelChoice.Named(
        Arrays.stream(models.split(",", -1)).filter(id -> !id.isBlank()).distinct().toList());
  }

  private Pages.Offers.Offer view(BenchmarkOffer offer) {
    Optional<AcceptedRevision> accepted =
        acceptances
            .newest(offer.benchmarkId())
            .filter(known -> known.document().digest().equals(offer.digest()));
    return new Pages.Offers.Offer(
        offer.benchmarkId(),
        offer.revision(),
        offer.title(),
        offer.digest(),
        accepted.map(this::standing).orElseGet(() -> undecided(offer)),
        offer.models().stream()
            .map(
                model ->
                    new Pages.Offers.Model(
                        model.modelId(),
                        model.title(),
                        model.owner(),
                        accepted
                            .map(known -> standing(known.document(), model.modelId()))
                            .orElse("not accepted")))
            .toList());
  }

  private String undecided(BenchmarkOffer offer) {
    String declined =
        acceptances.history(offer.benchmarkId()).stream()
            .filter(decision -> decision.digest().equals(offer.digest()))
            .findFirst()
            .filter(decision -> decision.kind() == AcceptanceDecision.Kind.DECLINED)
            .map(decision -> "declined by %s: %s".formatted(decision.by(), decision.reason()))
            .orElse("not accepted");
    return declined + ": consilium accept " + offer.benchmarkId();
  }

  private String standing(AcceptedRevision revision) {
    if (acceptances.isInForce(revision)) {
      return "accepted until " + day(revision.validUntil());
    }
    return revision
            .withdrawal()
            .map(taken -> "withdrawn by " + taken.by())
            .orElseGet(() -> "expired on " + day(revision.validUntil()))
        + ": consilium accept "
        + revision.document().id();
  }

  private String standing(BenchmarkDocument revision, String modelId) {
    if (acceptances.models(revision).contains(modelId)) {
      return "accepted";
    }
    return acceptances.acceptedModels(revision).stream()
        .filter(model -> model.document().id().equals(modelId))
        .findFirst()
        .map(BenchmarkConsole::ended)
        .orElse("not accepted");
  }

  private static String ended(AcceptedModel model) {
    return model
        .withdrawal()
        .map(taken -> "withdrawn by " + taken.by())
        .orElseGet(() -> "expired on " + day(model.validUntil()));
  }

  private static String day(Instant at) {
    return at.toString().substring(0, 10);
  }
}
