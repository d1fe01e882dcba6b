package io.consilium.platform.dataset;

import io.consilium.contract.metric.ReleasedMetrics;
import java.util.Optional;

/**
 * A facility's dataset, as the platform may know it.
 *
 * @param id the facility's id, a point and the dataset's name at the site
 * @param benchmarkId the benchmark whose preparator prepared it
 * @param revision number of the revision whose preparator prepared it
 * @param reason name of the {@link io.consilium.contract.Reason} why preparing failed
 * @param registration what the facility signed, once it is registered
 */
public record Dataset(
    String id,
    String facilityId,
    String benchmarkId,
    int revision,
    DatasetState state,
    Optional<String> reason,
    Optional<Registration> registration) {

  /**
   * What the facility made known by a signed statement.
   *
   * @param fingerprint keyed, so that it can be compared and not guessed
   * @param people how many people the dataset holds
   * @param statistics by the revision's statistics schema
   * @param signedBy pseudonym of who decided at the facility
   * @param statementId id of the statement
   */
  public record Registration(
      String fingerprint,
      long people,
      ReleasedMetrics statistics,
      String signedBy,
      String statementId) {}
}
