package io.consilium.platform.dataset;

import io.consilium.contract.Messages;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.statement.Payload.DatasetRegistered;
import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.platform.benchmark.AgreedRevisions;
import io.consilium.platform.engine.Cases;
import io.consilium.platform.facility.NotYetExpected;
import io.consilium.platform.facility.ReceivedStatement;
import io.consilium.platform.facility.Refused;
import io.consilium.platform.facility.StatementHandler;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** A facility makes a prepared dataset known. */
@Component
class Registrations implements StatementHandler<DatasetRegistered> {
  private static final Pattern FINGERPRINT = Pattern.compile("hmac-sha256:[0-9a-f]{64}");

  private final Datasets datasets;
  private final AgreedRevisions revisions;
  private final Cases cases;

  Registrations(Datasets datasets, AgreedRevisions revisions, Cases cases) {
    this.datasets = datasets;
    this.revisions = revisions;
    this.cases = cases;
  }

  @Override
  public Class<DatasetRegistered> payloadType() {
    return DatasetRegistered.class;
  }

  @Override
  public void handle(ReceivedStatement<DatasetRegistered> statement) {
    DatasetRegistered registration = statement.payload();
    Dataset dataset =
        datasets
            .find(registration.datasetId())
            .filter(known -> known.facilityId().equals(registration.facilityId()))
            .orElseThrow(
                () -> new Refused("There is no dataset " + registration.datasetId() + "."));
    if (dataset.state() != DatasetState.PREPARING) {
      throw new Refused(
          "The dataset %s is not being prepared: it is %s."
              .formatted(dataset.id(), dataset.state().name().toLowerCase(Locale.ROOT)));
    }
    check(registration, dataset);
    datasets.keep(registration, statement.id());
    if (!cases.correlate(Messages.DATASET_REGISTERED, dataset.id(), Map.of())) {
      throw new NotYetExpected("The dataset %s is still being prepared.".formatted(dataset.id()));
    }
  }

  private void check(DatasetRegistered registration, Dataset dataset) {
    if (!registration.benchmarkId().equals(dataset.benchmarkId())
        || registration.revision() != dataset.revision()) {
      throw new Refused(
          "The dataset %s is prepared for revision %d of %s."
              .formatted(dataset.id(), dataset.revision(), dataset.benchmarkId()));
    }
    MetricSchema schema =
        revisions
            .require(
                registration.benchmarkId(), registration.revision(), registration.revisionDigest())
            .content()
            .statisticsSchema();
    if (!FINGERPRINT.matcher(registration.fingerprint()).matches()) {
      throw new Refused("A fingerprint is hmac-sha256: and 64 small hex digits.");
    }
    if (registration.people() < 1) {
      throw new Refused("A dataset holds at least one person.");
    }
    try {
      registration.statistics().verify(schema);
    } catch (InvalidDocumentException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }
}
