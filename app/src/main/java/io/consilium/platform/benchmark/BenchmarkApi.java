package io.consilium.platform.benchmark;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.consilium.contract.Groups;
import io.consilium.contract.gateway.TestReport;
import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.governance.Decision;
import io.consilium.platform.governance.Decisions;
import io.consilium.platform.identity.CurrentUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "Benchmarks", description = "Clinical questions and their revisions")
class BenchmarkApi {
  @Schema(description = "One revision of a benchmark")
  record RevisionSummary(
      @Schema(description = "The benchmark's id", example = "breast-fna") String id,
      @Schema(description = "Number of the revision, from 1", example = "1") int revision,
      String title,
      @Schema(description = "SHA-256 of the canonical document", example = "sha256:…")
          String digest,
      RevisionState state) {
    static RevisionSummary of(Revision revision) {
      return new RevisionSummary(
          revision.benchmarkId(),
          revision.number(),
          revision.title(),
          revision.digest(),
          revision.state());
    }
  }

  @Schema(description = "One revision with its document and everything that was decided about it")
  record RevisionDetails(
      RevisionSummary summary,
      String proposedBy,
      List<Decision> decisions,
      @Schema(description = "The canonical document", type = "object") @JsonRawValue
          String document) {}

  private final Submissions submissions;
  private final Benchmarks benchmarks;
  private final Decisions decisions;
  private final ProvingGroundReports reports;

  BenchmarkApi(
      Submissions submissions,
      Benchmarks benchmarks,
      Decisions decisions,
      ProvingGroundReports reports) {
    this.submissions = submissions;
    this.benchmarks = benchmarks;
    this.decisions = decisions;
    this.reports = reports;
  }

  @Operation(
      summary = "Propose a revision of a benchmark",
      description =
          "The body is benchmark.yaml. Its demo dataset must have been uploaded, its images be in an"
              + " allowed registry under the registered digests, its committee's members have accounts."
              + " Containers are then tried in the proving ground, and the platform's committee decides."
              + " What is wrong is listed in the member errors of the problem: pointer and message.")
  @PostMapping(
      path = "/benchmarks",
      consumes = {"application/yaml", "application/x-yaml", "text/yaml"})
  ResponseEntity<RevisionSummary> propose(
      @RequestBody String yaml,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    if (!user.isMemberOf(Groups.BENCHMARK_OWNERS)) {
      throw ApiProblem.forbidden("Only members of benchmark-owners propose benchmarks.");
    }
    Revision revision = submissions.submit(yaml, user.id());
    return ResponseEntity.created(URI.create("/api/benchmarks/" + revision.benchmarkId()))
        .body(RevisionSummary.of(revision));
  }

  @Operation(
      summary = "List revisions",
      description =
          "Active ones; the others only for who proposed them, operators, the platform's committee"
              + " and the members of the committee that they name.")
  @GetMapping("/benchmarks")
  List<RevisionSummary> list(@Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    return benchmarks.all().stream()
        .filter(revision -> revision.isVisibleTo(user))
        .map(RevisionSummary::of)
        .toList();
  }

  @Operation(summary = "A benchmark's revisions in full, the newest first")
  @GetMapping("/benchmarks/{id}")
  List<RevisionDetails> details(
      @PathVariable String id,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    List<RevisionDetails> revisions =
        benchmarks.revisionsOf(id).stream()
            .filter(revision -> revision.isVisibleTo(user))
            .map(this::details)
            .toList();
    if (revisions.isEmpty()) {
      throw ApiProblem.notFound("benchmark " + id);
    }
    return revisions;
  }

  @Operation(
      summary = "What the proving ground saw in a compatibility test",
      description =
          "For who submitted what was tested, and for operators. The test's id is that of the revision"
              + " or association, such as breast-fna-r1.")
  @GetMapping("/tests/{testId}")
  TestReport test(
      @PathVariable String testId,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    boolean entitled = user.isMemberOf(Groups.OPERATORS) || decisions.isProposer(testId, user.id());
    return reports
        .find(testId)
        .filter(report -> entitled)
        .orElseThrow(() -> ApiProblem.notFound("report of a test " + testId));
  }

  private RevisionDetails details(Revision revision) {
    return new RevisionDetails(
        RevisionSummary.of(revision),
        revision.proposedBy(),
        decisions.history(revision.id()),
        revision.document());
  }
}
