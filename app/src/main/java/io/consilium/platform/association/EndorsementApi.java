package io.consilium.platform.association;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.InvalidStatementException;
import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.benchmark.Benchmarks;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.identity.CurrentUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/benchmarks/{id}/revisions/{number}/signatures")
@Tag(name = "Benchmarks")
class EndorsementApi {
  private static final int LONGEST = 1 << 18;

  @Schema(description = "A canonical document", type = "object")
  record Document(@JsonRawValue @JsonValue String json) {}

  @Schema(description = "What can be signed of a revision, and what was")
  record Signatures(
      @Schema(description = "SHA-256 of the canonical document", example = "sha256:…")
          String digest,
      Document document,
      @Schema(description = "The documents of the approved models") List<Document> models,
      @Schema(description = "DSSE envelopes of endorsements") List<Envelope> signatures) {}

  private final Benchmarks benchmarks;
  private final Endorsements endorsements;

  EndorsementApi(Benchmarks benchmarks, Endorsements endorsements) {
    this.benchmarks = benchmarks;
    this.endorsements = endorsements;
  }

  @Operation(
      summary = "What can be signed of an active revision, and what was",
      description = "For members of the benchmark's committee.")
  @GetMapping
  Signatures list(
      @PathVariable String id,
      @PathVariable int number,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    Revision revision = governed(id, number, user);
    return new Signatures(
        revision.digest(),
        new Document(revision.document()),
        endorsements.approvedModels(revision).stream()
            .map(model -> new Document(model.document()))
            .toList(),
        endorsements.of(revision));
  }

  @Operation(
      summary = "Hand in a signature over a revision or a model in it",
      description =
          "For members of the benchmark's committee. The body is the DSSE envelope that"
              + " 'consilium revision sign' makes. Facilities that pinned the key accept by it; the"
              + " platform only passes it on.")
  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void handIn(
      @PathVariable String id,
      @PathVariable int number,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              description = "A DSSE envelope with an endorsement")
          @RequestBody
          String envelope,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    Revision revision = governed(id, number, user);
    endorsements.keep(revision, read(envelope), user.id());
  }

  private static Envelope read(String envelope) {
    if (envelope.length() > LONGEST) {
      throw ApiProblem.unprocessable("A signature is shorter than that.");
    }
    try {
      return Envelope.parse(envelope);
    } catch (InvalidStatementException e) {
      throw ApiProblem.unprocessable("This is no DSSE envelope: " + e.getMessage());
    }
  }

  /** Who does not govern it is told no more than that it is not there. */
  private Revision governed(String id, int number, CurrentUser user) {
    return benchmarks
        .find(id, number)
        .filter(Revision::isActive)
        .filter(revision -> user.isMemberOf(revision.committee()))
        .orElseThrow(
            () -> ApiProblem.notFound("revision %d of %s that you govern".formatted(number, id)));
  }
}
