package io.consilium.platform.association;

import io.consilium.contract.Ids;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Variables;
import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.engine.Cases;
import io.consilium.platform.model.Model;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A model owner asks that a model take part in a benchmark. */
@Component
class ModelProposals {
  private final Associations associations;
  private final Cases cases;

  ModelProposals(Associations associations, Cases cases) {
    this.associations = associations;
    this.cases = cases;
  }

  /** Starts the review of a model for an active revision. */
  @Transactional
  Association propose(Model model, Revision revision) {
    String id = Ids.association(model.id(), revision.benchmarkId(), revision.number());
    Optional<AssociationState> state = associations.lock(id);
    if (state.filter(known -> known != AssociationState.DECLINED).isPresent()) {
      throw ApiProblem.conflict(
          state.get() == AssociationState.APPROVED
              ? "The model %s is approved for %s already.".formatted(model.id(), revision.id())
              : "The model %s is under review for %s already."
                  .formatted(model.id(), revision.id()));
    }
    associations.propose(AssociationKind.MODEL, model.id(), revision, model.owner());
    cases.start(
        ProcessKeys.MODEL_ASSOCIATION,
        id,
        Map.of(
            Variables.ASSOCIATION_ID, id,
            Variables.MODEL_ID, model.id(),
            Variables.BENCHMARK_ID, revision.benchmarkId(),
            Variables.REVISION_NUMBER, revision.number(),
            Variables.COMMITTEE, revision.committee(),
            Variables.SUBMITTER, model.owner(),
            Variables.TITLE, model.title()));
    return associations.find(id).orElseThrow();
  }
}
