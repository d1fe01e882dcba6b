package io.consilium.platform.association;

import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.benchmark.Benchmarks;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.identity.CurrentUser;
import io.consilium.platform.model.Model;
import io.consilium.platform.model.Models;
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
@RequestMapping("/api/models/{modelId}/associations")
@Tag(name = "Models")
class AssociationApi {
  @Schema(description = "The benchmark that the model is to take part in")
  record Wish(@Schema(example = "breast-fna") String benchmarkId) {}

  @Schema(description = "A model's part in a revision of a benchmark")
  record ModelAssociation(
      @Schema(example = "random-forest.breast-fna-r1") String id,
      String modelId,
      String benchmarkId,
      int revision,
      AssociationState state) {
    static ModelAssociation of(Association association) {
      return new ModelAssociation(
          association.id(),
          association.subjectId(),
          association.benchmarkId(),
          association.revision(),
          association.state());
    }
  }

  private final ModelProposals proposals;
  private final Associations associations;
  private final Models models;
  private final Benchmarks benchmarks;

  AssociationApi(
      ModelProposals proposals, Associations associations, Models models, Benchmarks benchmarks) {
    this.proposals = proposals;
    this.associations = associations;
    this.models = models;
    this.benchmarks = benchmarks;
  }

  @Operation(
      summary = "Ask that a model take part in a benchmark",
      description =
          "By the model's owner, for the benchmark's newest active revision. The model is then tried"
              + " in the proving ground, and the benchmark's committee decides.")
  @PostMapping
  ResponseEntity<ModelAssociation> propose(
      @PathVariable String modelId,
      @RequestBody Wish wish,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    Model model = own(modelId, user);
    Revision revision =
        benchmarks
            .active(wish.benchmarkId())
            .orElseThrow(
                () ->
                    ApiProblem.unprocessable(
                        "There is no benchmark %s with an active revision."
                            .formatted(wish.benchmarkId())));
    Association association = proposals.propose(model, revision);
    return ResponseEntity.created(URI.create("/api/models/" + modelId + "/associations"))
        .body(ModelAssociation.of(association));
  }

  @Operation(summary = "A model's part in benchmarks", description = "For the model's owner.")
  @GetMapping
  List<ModelAssociation> list(
      @PathVariable String modelId,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    return associations.withAnyRevision(AssociationKind.MODEL, own(modelId, user).id()).stream()
        .map(ModelAssociation::of)
        .toList();
  }

  private Model own(String modelId, CurrentUser user) {
    return models
        .find(modelId)
        .filter(model -> model.owner().equals(user.id()))
        .orElseThrow(() -> ApiProblem.notFound("model " + modelId));
  }
}
