package io.consilium.platform.association;

import io.consilium.contract.Ids;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Variables;
import io.consilium.contract.statement.Payload.AssociationRequested;
import io.consilium.platform.benchmark.AgreedRevisions;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.dataset.Dataset;
import io.consilium.platform.dataset.Datasets;
import io.consilium.platform.engine.Cases;
import io.consilium.platform.facility.NotYetExpected;
import io.consilium.platform.facility.ReceivedStatement;
import io.consilium.platform.facility.Refused;
import io.consilium.platform.facility.StatementHandler;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A facility asks that a registered dataset take part in a benchmark. */
@Component
class DatasetProposals implements StatementHandler<AssociationRequested> {
  private final Associations associations;
  private final Datasets datasets;
  private final AgreedRevisions revisions;
  private final Cases cases;

  DatasetProposals(
      Associations associations, Datasets datasets, AgreedRevisions revisions, Cases cases) {
    this.associations = associations;
    this.datasets = datasets;
    this.revisions = revisions;
    this.cases = cases;
  }

  @Override
  public Class<AssociationRequested> payloadType() {
    return AssociationRequested.class;
  }

  @Override
  public void handle(ReceivedStatement<AssociationRequested> statement) {
    AssociationRequested request = statement.payload();
    Dataset dataset =
        datasets
            .find(request.datasetId())
            .filter(known -> known.facilityId().equals(request.facilityId()))
            .orElseThrow(() -> new Refused("There is no dataset " + request.datasetId() + "."));
    Revision revision =
        revisions.require(request.benchmarkId(), request.revision(), request.revisionDigest());
    refuseOtherData(request, dataset, revision);
    String id = Ids.association(dataset.id(), revision.benchmarkId(), revision.number());
    Optional<AssociationState> state = associations.lock(id);
    if (state.filter(AssociationState.DECLINED::equals).isEmpty() && state.isPresent()) {
      throw new Refused("The association %s is %s already.".formatted(id, words(state.get())));
    }
    associations.propose(AssociationKind.DATASET, dataset.id(), revision, request.signedBy());
    cases.start(
        ProcessKeys.DATASET_ASSOCIATION,
        id,
        Map.of(
            Variables.ASSOCIATION_ID, id,
            Variables.DATASET_ID, dataset.id(),
            Variables.DATASET_FACILITY, dataset.facilityId(),
            Variables.BENCHMARK_ID, revision.benchmarkId(),
            Variables.REVISION_NUMBER, revision.number(),
            Variables.COMMITTEE, revision.committee(),
            Variables.SUBMITTER, request.signedBy(),
            Variables.TITLE, revision.title()));
  }

  private static void refuseOtherData(
      AssociationRequested request, Dataset dataset, Revision revision) {
    Dataset.Registration registration =
        dataset
            .registration()
            .orElseThrow(
                () ->
                    new NotYetExpected(
                        "The dataset %s is not registered yet.".formatted(dataset.id())));
    if (!registration.fingerprint().equals(request.fingerprint())) {
      throw new Refused(
          "The dataset %s was registered with another fingerprint: register the changed data under another name."
              .formatted(dataset.id()));
    }
    if (!dataset.benchmarkId().equals(revision.benchmarkId())) {
      throw new Refused(
          "The dataset %s was prepared for %s, not for %s."
              .formatted(dataset.id(), dataset.benchmarkId(), revision.benchmarkId()));
    }
  }

  private static String words(AssociationState state) {
    return state == AssociationState.APPROVED ? "approved" : "proposed";
  }
}
