package io.consilium.platform.facility;

import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.contract.gateway.ModelOffer;
import io.consilium.contract.gateway.RevisionOffer;
import io.consilium.contract.gateway.TestReport;
import io.consilium.platform.api.ApiProblem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What facilities may read. They see what is approved; the proving ground, which tests what is not
 * yet, sees all, and the demo data besides.
 */
@RestController
@RequestMapping("/facility")
class OfferController {
  private final BenchmarkOffers benchmarks;
  private final ModelOffers models;
  private final DemoAssets assets;
  private final TestReports reports;

  OfferController(
      BenchmarkOffers benchmarks, ModelOffers models, DemoAssets assets, TestReports reports) {
    this.benchmarks = benchmarks;
    this.models = models;
    this.assets = assets;
    this.reports = reports;
  }

  @GetMapping("/benchmarks")
  List<BenchmarkOffer> benchmarks() {
    return benchmarks.active();
  }

  @GetMapping("/revisions/{benchmarkId}/{revision}")
  RevisionOffer revision(
      @PathVariable String benchmarkId,
      @PathVariable int revision,
      @AuthenticationPrincipal Caller caller) {
    Optional<RevisionOffer> offer =
        caller.isProvingGround()
            ? benchmarks.anyRevision(benchmarkId, revision)
            : benchmarks.approvedRevision(benchmarkId, revision);
    return offer.orElseThrow(() -> ApiProblem.notFound("such revision"));
  }

  @GetMapping("/models/{modelId}")
  ModelOffer model(@PathVariable String modelId, @AuthenticationPrincipal Caller caller) {
    Optional<ModelOffer> offer =
        caller.isProvingGround() ? models.anyModel(modelId) : models.approvedModel(modelId);
    return offer.orElseThrow(() -> ApiProblem.notFound("such model"));
  }

  @GetMapping("/assets/{sha256}")
  ResponseEntity<Resource> asset(
      @PathVariable String sha256, @AuthenticationPrincipal Caller caller) {
    return Optional.of(sha256)
        .filter(digest -> caller.isProvingGround())
        .flatMap(assets::find)
        .map(ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM)::body)
        .orElseThrow(() -> ApiProblem.notFound("such asset"));
  }

  @PostMapping("/test-reports")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void report(@RequestBody TestReport report, @AuthenticationPrincipal Caller caller) {
    if (!caller.isProvingGround()) {
      throw ApiProblem.notFound("such test");
    }
    if (Stream.of(report.testId(), report.outcome(), report.log()).anyMatch(Objects::isNull)) {
      throw ApiProblem.unprocessable("A report has a testId, an outcome and a log.");
    }
    if (report.log().length() > TestReport.MAXIMUM_LOG_CHARACTERS) {
      throw ApiProblem.unprocessable(
          "The log has more than " + TestReport.MAXIMUM_LOG_CHARACTERS + " characters.");
    }
    reports.keep(report);
  }
}
