package io.consilium.worker.console;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.worker.authorisation.Acceptances;
import io.consilium.worker.authorisation.AcceptedRevision;
import io.consilium.worker.authorisation.ModelChoice;
import io.consilium.worker.authorisation.Proposal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Benchmarks on offer, and their acceptance. */
@RestController
class BenchmarkConsole {
  private static final String ALL = "*";

  private final Acceptances acceptances;

  BenchmarkConsole(Acceptances acceptances) {
    this.acceptances = acceptances;
  }

  @GetMapping("/offers")
  Pages.Offers offers() {
    return new Pages.Offers(acceptances.offers().stream().map(this::view).toList());
  }

  @GetMapping("/offers/{benchmark}")
  ResponseEntity<Pages.Acceptance> propose(
      @PathVariable("benchmark") String benchmark,
      @RequestParam(name = "models", defaultValue = "") String models) {
    Proposal proposal = acceptances.propose(benchmark, choice(models));
    return Answers.shown(Pages.Acceptance.of(proposal), proposal.mark());
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

  private static ModelChoice choice(String models) {
    if (models.equals(ALL)) {
      return new ModelChoice.All();
    }
    return new ModelChoice.Named(
        Arrays.stream(models.split(",", -1)).filter(id -> !id.isBlank()).distinct().toList());
  }

  private Pages.Offers.Offer view(BenchmarkOffer offer) {
    Optional<AcceptedRevision> accepted = acceptances.newest(offer.benchmarkId());
    boolean same =
        accepted.filter(known -> known.document().digest().equals(offer.digest())).isPresent();
    List<String> models = same ? acceptances.models(accepted.orElseThrow().document()) : List.of();
    return new Pages.Offers.Offer(
        offer.benchmarkId(),
        offer.revision(),
        offer.title(),
        offer.digest(),
        same ? "accepted" : "not accepted: consilium accept " + offer.benchmarkId(),
        offer.models().stream()
            .map(
                model ->
                    new Pages.Offers.Model(
                        model.modelId(),
                        model.title(),
                        model.owner(),
                        models.contains(model.modelId())))
            .toList());
  }
}
