package io.consilium.platform.model;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.consilium.contract.Groups;
import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.identity.CurrentUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/models")
@Tag(name = "Models", description = "Models and their part in benchmarks")
class ModelApi {
  @Schema(description = "A registered model")
  record ModelDetails(
      @Schema(example = "random-forest") String id,
      String title,
      @Schema(description = "User id of the owner") String owner,
      @Schema(description = "SHA-256 of the canonical document", example = "sha256:…")
          String digest,
      @Schema(description = "The canonical document", type = "object") @JsonRawValue
          String document) {
    static ModelDetails of(Model model) {
      return new ModelDetails(
          model.id(), model.title(), model.owner(), model.digest(), model.document());
    }
  }

  private final Models models;

  ModelApi(Models models) {
    this.models = models;
  }

  @Operation(
      summary = "Register a model",
      description =
          "The body is model.yaml. Its image must be in an allowed registry under the registered"
              + " digest. A model does not change under its id.")
  @PostMapping(consumes = {"application/yaml", "application/x-yaml", "text/yaml"})
  ResponseEntity<ModelDetails> register(
      @RequestBody String yaml,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    if (!user.isMemberOf(Groups.MODEL_OWNERS)) {
      throw ApiProblem.forbidden("Only members of model-owners register models.");
    }
    Model model = models.submit(yaml, user.id());
    return ResponseEntity.created(URI.create("/api/models/" + model.id()))
        .body(ModelDetails.of(model));
  }

  @Operation(
      summary = "List models",
      description =
          "A model owner's own; all of them for operators and the platform's committee. Models that"
              + " take part in a benchmark are listed with it.")
  @GetMapping
  List<ModelDetails> list(@Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    boolean all = user.isMemberOf(Groups.OPERATORS) || user.isMemberOf(Groups.PLATFORM_COMMITTEE);
    return models.all().stream()
        .filter(model -> all || model.owner().equals(user.id()))
        .map(ModelDetails::of)
        .toList();
  }
}
