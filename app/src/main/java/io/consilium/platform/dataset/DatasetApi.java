package io.consilium.platform.dataset;

import io.consilium.contract.Groups;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.platform.identity.CurrentUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/datasets")
@Tag(name = "Datasets", description = "Facilities' data as the platform knows it")
class DatasetApi {
  @Schema(description = "A dataset: never its content or where it is")
  record DatasetDetails(
      @Schema(example = "aurora.fna") String id,
      String facilityId,
      String benchmarkId,
      int revision,
      DatasetState state,
      @Schema(description = "Why preparing failed") Optional<String> reason,
      @Schema(description = "How many people it holds, once registered") Optional<Long> people,
      @Schema(description = "What the facility released of it")
          Optional<ReleasedMetrics> statistics,
      @Schema(description = "Keyed with a secret of the site") Optional<String> fingerprint,
      @Schema(
              description =
                  "While it is prepared, with the facility's consent: the share of cases at each"
                      + " stage, in steps of 10 %")
          Optional<Map<String, Integer>> progress) {
    static DatasetDetails of(Dataset dataset, Optional<Map<String, Integer>> progress) {
      return new DatasetDetails(
          dataset.id(),
          dataset.facilityId(),
          dataset.benchmarkId(),
          dataset.revision(),
          dataset.state(),
          dataset.reason(),
          dataset.registration().map(Dataset.Registration::people),
          dataset.registration().map(Dataset.Registration::statistics),
          dataset.registration().map(Dataset.Registration::fingerprint),
          progress);
    }
  }

  private final Datasets datasets;
  private final PreparationProgress progress;

  DatasetApi(Datasets datasets, PreparationProgress progress) {
    this.datasets = datasets;
    this.progress = progress;
  }

  @Operation(
      summary = "List datasets",
      description = "For operators, and for committees those of their benchmark.")
  @GetMapping
  List<DatasetDetails> list(@Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    return datasets.all().stream()
        .filter(
            dataset ->
                user.isMemberOf(Groups.OPERATORS)
                    || user.isMemberOf(Groups.committeeOf(dataset.benchmarkId())))
        .map(dataset -> DatasetDetails.of(dataset, shares(dataset)))
        .toList();
  }

  private Optional<Map<String, Integer>> shares(Dataset dataset) {
    return dataset.state() == DatasetState.PREPARING
        ? progress.of(dataset.id()).map(PreparationProgress.Report::shares)
        : Optional.empty();
  }
}
