package io.consilium.platform.facility;

import io.consilium.contract.Groups;
import io.consilium.contract.Ids;
import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.identity.CurrentUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Codes by which facilities enrol, and their keys. */
@RestController
@RequestMapping("/api/facilities")
@Tag(name = "Facilities")
class FacilityKeyApi {
  private static final int LONGEST_NAME = 200;

  private final Facilities facilities;
  private final FacilityKeys keys;
  private final EnrolmentCodes codes;

  FacilityKeyApi(Facilities facilities, FacilityKeys keys, EnrolmentCodes codes) {
    this.facilities = facilities;
    this.keys = keys;
    this.codes = codes;
  }

  /** Who may enrol with the code. */
  record NewFacility(@Nullable String id, @Nullable String name, @Nullable String organisation) {}

  @Operation(
      summary = "Issue a code for a new facility",
      description =
          "By operators. The code counts once, for 15 minutes, and is shown in this answer alone. The"
              + " facility's people use it: consilium enrol CODE --platform URL.")
  @PostMapping("/codes")
  @ResponseStatus(HttpStatus.CREATED)
  EnrolmentCodes.Issued issue(
      @RequestBody NewFacility wanted,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    requireOperator(user);
    String id = text("id", wanted.id());
    if (!Ids.isName(id)) {
      throw ApiProblem.unprocessable(
          "The id '" + id + "' must be small letters, digits and hyphens, at most 63.");
    }
    return codes
        .issue(
            id, text("name", wanted.name()), text("organisation", wanted.organisation()), user.id())
        .orElseThrow(
            () ->
                ApiProblem.conflict(
                    "There is a facility '"
                        + id
                        + "' already. A code to replace its lost keys is issued at /api/facilities/"
                        + id
                        + "/codes."));
  }

  @Operation(
      summary = "Issue a code to replace the lost keys of a facility",
      description =
          "By operators. The keys that the facility replaces end; its datasets and executions stay.")
  @PostMapping("/{id}/codes")
  @ResponseStatus(HttpStatus.CREATED)
  EnrolmentCodes.Issued issueReplacement(
      @PathVariable String id,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    requireOperator(user);
    return codes
        .issueReplacement(id, user.id())
        .orElseThrow(() -> ApiProblem.notFound("facility '" + id + "'"));
  }

  @Operation(
      summary = "List the public keys of a facility",
      description =
          "Present keys and those that ended, each with the time in which it was valid: a statement"
              + " verifies with the key that was valid when it came.")
  @GetMapping("/{id}/keys")
  List<FacilityKey> keys(@PathVariable String id) {
    if (facilities.find(id).isEmpty()) {
      throw ApiProblem.notFound("facility '" + id + "'");
    }
    return keys.of(id);
  }

  @Operation(
      summary = "Revoke a key of a facility",
      description =
          "By operators, at once and for good. Without its transport key a worker is not let in any"
              + " more; it goes on with keys that it enrols by a new code.")
  @PostMapping("/{id}/keys/{thumbprint}/revocation")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(
      @PathVariable String id,
      @PathVariable String thumbprint,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    requireOperator(user);
    if (!keys.revoke(id, thumbprint, user.id())) {
      throw ApiProblem.notFound("key '" + thumbprint + "' of '" + id + "' that counts");
    }
  }

  private static void requireOperator(CurrentUser user) {
    if (!user.isMemberOf(Groups.OPERATORS)) {
      throw ApiProblem.forbidden("Operators enrol facilities and end their keys.");
    }
  }

  private static String text(String field, @Nullable String value) {
    if (value == null || value.isBlank() || value.length() > LONGEST_NAME) {
      throw ApiProblem.unprocessable(
          field + " must be a text of at most " + LONGEST_NAME + " characters.");
    }
    return value.strip();
  }
}
