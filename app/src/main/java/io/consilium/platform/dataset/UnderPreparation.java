package io.consilium.platform.dataset;

import io.consilium.platform.facility.Refused;
import org.springframework.stereotype.Component;

/** The datasets that facilities speak about while they prepare them. */
@Component
class UnderPreparation {
  private final Datasets datasets;

  UnderPreparation(Datasets datasets) {
    this.datasets = datasets;
  }

  /**
   * A facility's own dataset.
   *
   * @throws Refused when there is none, or it is another facility's, or it is registered
   */
  Dataset require(String datasetId, String facilityId) {
    Dataset dataset =
        datasets
            .find(datasetId)
            .filter(known -> known.facilityId().equals(facilityId))
            .orElseThrow(() -> new Refused("There is no dataset " + datasetId + "."));
    if (dataset.state() == DatasetState.REGISTERED) {
      throw new Refused("The dataset %s is registered and does not change.".formatted(datasetId));
    }
    return dataset;
  }
}
