package io.consilium.platform.round;

import io.consilium.contract.Reason;
import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.identity.CurrentUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/rounds")
@Tag(name = "Rounds", description = "Evaluation campaigns, their executions and reports")
class RoundApi {
  @Schema(description = "One evaluation campaign of a revision")
  record RoundSummary(
      @Schema(example = "breast-fna-r1-round-1") String id,
      String benchmarkId,
      int revision,
      RoundState state,
      Instant openedAt,
      Instant deadline) {
    static RoundSummary of(Round round) {
      return new RoundSummary(
          round.id(),
          round.benchmarkId(),
          round.revision(),
          round.state(),
          round.openedAt(),
          round.deadline());
    }
  }

  @Schema(description = "One dataset with one model; never a result")
  record Cell(
      String executionId,
      String facilityId,
      String datasetId,
      String modelId,
      Phase state,
      @Schema(description = "Why there is no result") Optional<Reason> reason) {
    static Cell of(Watching.Watched watched) {
      Execution execution = watched.execution();
      return new Cell(
          execution.id(),
          execution.facilityId(),
          execution.datasetId(),
          execution.modelId(),
          watched.phase(),
          execution.reason());
    }
  }

  @Schema(description = "A round and where its executions are")
  record RoundDetails(
      @Schema(example = "breast-fna-r1-round-1") String id,
      String benchmarkId,
      int revision,
      RoundState state,
      Instant openedAt,
      Instant deadline,
      List<Cell> cells) {}

  private final Watching watching;

  RoundApi(Watching watching) {
    this.watching = watching;
  }

  @Operation(
      summary = "List rounds",
      description =
          "Published ones; the others for the benchmark's committee, for those whose benchmark or"
              + " model takes part, for operators and the platform's committee.")
  @GetMapping
  List<RoundSummary> list(@Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    return watching.visibleTo(user).stream().map(RoundSummary::of).toList();
  }

  @Operation(summary = "A round and where its executions are")
  @GetMapping("/{id}")
  RoundDetails details(
      @PathVariable String id,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    Round round = watching.find(id, user).orElseThrow(() -> ApiProblem.notFound("round " + id));
    return new RoundDetails(
        round.id(),
        round.benchmarkId(),
        round.revision(),
        round.state(),
        round.openedAt(),
        round.deadline(),
        watching.executionsOf(round).stream().map(Cell::of).toList());
  }
}
