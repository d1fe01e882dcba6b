package io.consilium.platform.result;

import io.consilium.contract.Reason;
import io.consilium.contract.benchmark.Audience;
import io.consilium.contract.metric.Better;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.Units;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A round's results over its facilities, as they stood when it was compiled.
 *
 * @param audience who may read it once published: the narrowest of the revision's audience and of
 *     the audiences for which its results were released
 * @param primaryMetric id of the metric that answers the clinical question
 * @param confidenceLevel of the intervals, for example 0.95
 * @param minimumFacilities facilities below which nothing is pooled
 * @param datasets the rows of the matrix
 * @param models the columns of the matrix
 * @param metrics what was measured, in the order of the revision
 * @param cells every dataset with every model
 * @param pools every model, metric and group over the facilities
 */
public record Report(
    String roundId,
    String benchmarkId,
    int revision,
    String revisionDigest,
    String title,
    String clinicalQuestion,
    Audience audience,
    Instant openedAt,
    Instant deadline,
    Instant compiledAt,
    String primaryMetric,
    double confidenceLevel,
    int minimumFacilities,
    List<ReportedDataset> datasets,
    List<ReportedModel> models,
    List<ReportedMetric> metrics,
    List<Cell> cells,
    List<Pool> pools) {
  public Report {
    datasets = List.copyOf(datasets);
    models = List.copyOf(models);
    metrics = List.copyOf(metrics);
    cells = List.copyOf(cells);
    pools = List.copyOf(pools);
  }

  /**
   * A facility's dataset.
   *
   * @param people how many people it holds, by the facility's catalogue
   */
  public record ReportedDataset(
      String datasetId, String facilityId, String facility, long people) {}

  /** A model; the revision's reference model is marked. */
  public record ReportedModel(String modelId, String title, Kind kind) {
    /** Its part in the benchmark. */
    public enum Kind {
      REFERENCE,
      CONTENDER
    }
  }

  /**
   * What was measured.
   *
   * @param low the lowest value it can take
   * @param high the highest
   * @param decimals digits after the point of a released value
   */
  public record ReportedMetric(
      String id,
      String title,
      MetricKind kind,
      Better better,
      Units units,
      double low,
      double high,
      int decimals) {}

  /**
   * Whom a value is about: everyone, or one level of a subgroup axis.
   *
   * @param axis id of the axis; empty for everyone
   * @param level the level; empty for everyone
   */
  public record Scope(String axis, String level) {
    /** Everyone in the datasets. */
    public static final Scope OVERALL = new Scope("", "");
  }

  /**
   * One dataset with one model.
   *
   * @param reason why there is no result
   * @param values the released values; empty when there is no result
   */
  public record Cell(
      String executionId,
      String datasetId,
      String modelId,
      Optional<Reason> reason,
      List<Value> values) {
    public Cell {
      values = List.copyOf(values);
    }

    /** The value of a metric over everyone, when the facility gave it. */
    public Optional<Value> overall(String metricId) {
      return values.stream()
          .filter(value -> value.scope().equals(Scope.OVERALL) && value.metricId().equals(metricId))
          .findFirst();
    }
  }

  /**
   * One released value, or the fact that the facility withheld it.
   *
   * @param value empty when it was withheld
   * @param standardError as released
   * @param interval confidence limits at the report's level; see {@link Intervals}
   */
  public record Value(
      String metricId,
      Scope scope,
      Optional<BigDecimal> value,
      Optional<BigDecimal> standardError,
      Optional<Limits> interval) {}

  /** Confidence limits. */
  public record Limits(BigDecimal low, BigDecimal high) {}

  /**
   * One model's metric over the facilities.
   *
   * @param facilities how many facilities gave a value
   * @param macro the plain mean over facilities; empty below the minimum number of facilities
   * @param micro pooled exactly, as if the data lay in one place; empty where that cannot be
   * @param note why a figure is empty; empty when both are given
   */
  public record Pool(
      String modelId,
      String metricId,
      Scope scope,
      int facilities,
      Optional<BigDecimal> macro,
      Optional<BigDecimal> micro,
      String note) {}
}
