package io.consilium.platform.facility;

import io.consilium.contract.Groups;
import io.consilium.contract.Ids;
import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.identity.CurrentUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Registers facilities, for operators, and lists them, for everybody who is logged in. */
@RestController
@RequestMapping("/api/facilities")
@Tag(name = "Facilities", description = "Data providers' sites and their public keys")
class FacilityApi {
  private static final int LONGEST_NAME = 200;

  private final Facilities facilities;

  FacilityApi(Facilities facilities) {
    this.facilities = facilities;
  }

  /**
   * A facility as its own software prints it for the operator.
   *
   * @param transportKey public keys as JSON Web Keys, P-256; the proving ground has this one alone
   */
  record Registration(
      @Nullable String id,
      @Nullable String name,
      @Nullable String organisation,
      @Nullable Map<String, Object> transportKey,
      @Nullable Map<String, Object> releaseKey,
      @Nullable Map<String, Object> policyKey) {}

  @Operation(summary = "List facilities")
  @GetMapping
  List<Facility> list() {
    return facilities.all();
  }

  @Operation(
      summary = "Register a facility",
      description =
          "By operators. The body is what consilium init prints at the facility: its id and the public"
              + " halves of its keys. Private keys never leave the facility.")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Facility register(
      @RequestBody Registration registration,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    if (!user.isMemberOf(Groups.OPERATORS)) {
      throw ApiProblem.forbidden("Operators register facilities.");
    }
    String id = text("id", registration.id());
    if (!Ids.isName(id)) {
      throw ApiProblem.unprocessable(
          "The id '" + id + "' must be small letters, digits and hyphens, at most 63.");
    }
    return facilities
        .register(
            id,
            text("name", registration.name()),
            text("organisation", registration.organisation()),
            keys(id, registration),
            user.id())
        .orElseThrow(
            () ->
                ApiProblem.conflict(
                    "There is a facility '"
                        + id
                        + "' already, or one that has one of these keys."));
  }

  private static Map<KeyRole, VerificationKey> keys(String id, Registration registration) {
    Map<KeyRole, VerificationKey> keys = new EnumMap<>(KeyRole.class);
    put(keys, KeyRole.TRANSPORT, "transportKey", registration.transportKey());
    put(keys, KeyRole.RELEASE, "releaseKey", registration.releaseKey());
    put(keys, KeyRole.POLICY, "policyKey", registration.policyKey());
    Set<KeyRole> wanted =
        id.equals(Ids.PROVING_GROUND) ? KeyRole.OF_THE_PROVING_GROUND : KeyRole.OF_A_FACILITY;
    if (!keys.keySet().containsAll(wanted)) {
      throw ApiProblem.unprocessable(
          "A facility has three keys: transportKey, releaseKey and policyKey; the proving ground has"
              + " a transportKey.");
    }
    if (new HashSet<>(keys.values()).size() < keys.size()) {
      throw ApiProblem.unprocessable("Each of the three keys must be another one.");
    }
    return keys;
  }

  private static void put(
      Map<KeyRole, VerificationKey> keys,
      KeyRole role,
      String field,
      @Nullable Map<String, Object> jwk) {
    if (jwk == null) {
      return;
    }
    try {
      keys.put(role, VerificationKey.ofJwk(jwk));
    } catch (InvalidKeyException e) {
      throw ApiProblem.unprocessable(field + ": " + e.getMessage());
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
