package io.consilium.contract.benchmark;

import java.util.List;

/**
 * How results are analysed, laid down before there are any.
 *
 * @param primaryMetric id of the metric that answers the clinical question
 * @param estimator how facilities are pooled
 * @param intervals how intervals of pooled values are made
 * @param confidenceLevel for example 0.95
 * @param minimumFacilities facilities below which nothing is pooled
 * @param subgroups ids of the axes whose contrasts are analysed
 * @param ranking by what models are ranked
 * @param missingData what becomes of a missing cell
 */
public record AnalysisPlan(
    String primaryMetric,
    Estimator estimator,
    IntervalMethod intervals,
    double confidenceLevel,
    int minimumFacilities,
    List<String> subgroups,
    Ranking ranking,
    MissingData missingData) {
  public AnalysisPlan {
    subgroups = List.copyOf(subgroups);
  }
}
