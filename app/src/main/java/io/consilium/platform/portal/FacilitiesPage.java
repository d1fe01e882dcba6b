package io.consilium.platform.portal;

import io.consilium.contract.Groups;
import io.consilium.contract.Ids;
import io.consilium.platform.facility.EnrolmentCodes;
import io.consilium.platform.facility.EnrolmentCodes.Issued;
import io.consilium.platform.facility.Facilities;
import io.consilium.platform.facility.Facility;
import io.consilium.platform.facility.FacilityKey;
import io.consilium.platform.facility.FacilityKeys;
import io.consilium.platform.identity.CurrentUser;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Facilities for operators: who is enrolled with which keys, codes for new ones, the end of keys.
 */
@Controller
class FacilitiesPage {
  private static final String VIEW = "facilities";
  private static final int LONGEST_NAME = 200;

  record KeyLine(
      String role, String thumbprint, boolean present, String words, String from, String until) {}

  record FacilityLine(
      String id,
      String name,
      String organisation,
      String fingerprint,
      String enrolled,
      String seen,
      List<KeyLine> keys) {}

  private final Facilities facilities;
  private final FacilityKeys keys;
  private final EnrolmentCodes codes;

  FacilitiesPage(Facilities facilities, FacilityKeys keys, EnrolmentCodes codes) {
    this.facilities = facilities;
    this.keys = keys;
    this.codes = codes;
  }

  @GetMapping("/facilities")
  String list(@AuthenticationPrincipal CurrentUser user, Model model) {
    requireOperator(user);
    fill(model);
    return VIEW;
  }

  /** The code is in this answer alone: it is not kept, and reading the page again shows none. */
  @PostMapping("/facilities/codes")
  ModelAndView issue(
      @RequestParam String id,
      @RequestParam String name,
      @RequestParam String organisation,
      @AuthenticationPrincipal CurrentUser user,
      Model model) {
    requireOperator(user);
    Optional<String> problem = problem(id.strip(), name, organisation);
    if (problem.isPresent()) {
      return refused(model, problem.get());
    }
    return codes
        .issue(id.strip(), name.strip(), organisation.strip(), user.id())
        .map(issued -> shown(model, issued))
        .orElseGet(
            () ->
                refused(
                    model,
                    "There is a facility " + id + " already. Replace its keys in the list below."));
  }

  @PostMapping("/facilities/{id}/codes")
  ModelAndView issueReplacement(
      @PathVariable String id, @AuthenticationPrincipal CurrentUser user, Model model) {
    requireOperator(user);
    return codes
        .issueReplacement(id, user.id())
        .map(issued -> shown(model, issued))
        .orElseThrow(PortalError::notFound);
  }

  @PostMapping("/facilities/{id}/keys/{thumbprint}/revocation")
  String revoke(
      @PathVariable String id,
      @PathVariable String thumbprint,
      @AuthenticationPrincipal CurrentUser user) {
    requireOperator(user);
    if (!keys.revoke(id, thumbprint, user.id())) {
      throw PortalError.notFound();
    }
    return "redirect:/facilities#" + id;
  }

  private ModelAndView shown(Model model, Issued issued) {
    model.addAttribute("issued", issued);
    model.addAttribute("expires", Figures.moment(issued.expiresAt()));
    fill(model);
    return new ModelAndView(VIEW, model.asMap());
  }

  private ModelAndView refused(Model model, String words) {
    model.addAttribute("problem", words);
    fill(model);
    return new ModelAndView(VIEW, model.asMap(), HttpStatus.UNPROCESSABLE_ENTITY);
  }

  private static Optional<String> problem(String id, String name, String organisation) {
    if (!Ids.isName(id)) {
      return Optional.of("The id must be small letters, digits and hyphens, at most 63.");
    }
    boolean named =
        List.of(name, organisation).stream()
            .allMatch(text -> !text.isBlank() && text.length() <= LONGEST_NAME);
    return named
        ? Optional.empty()
        : Optional.of("Name and organisation must be texts of at most 200 characters.");
  }

  private void fill(Model model) {
    Map<String, Instant> seen = facilities.lastSeen();
    model.addAttribute(
        "facilities",
        facilities.all().stream()
            .map(facility -> line(facility, Optional.ofNullable(seen.get(facility.id()))))
            .toList());
  }

  private FacilityLine line(Facility facility, Optional<Instant> seen) {
    return new FacilityLine(
        facility.id(),
        facility.name(),
        facility.organisation(),
        keys.fingerprint(facility.id()).orElse("no key counts"),
        Figures.moment(facility.registeredAt()),
        seen.map(Figures::moment).orElse("never"),
        keys.of(facility.id()).stream().map(FacilitiesPage::line).toList());
  }

  private static KeyLine line(FacilityKey key) {
    return new KeyLine(
        key.role().word(),
        key.thumbprint(),
        key.isPresent(),
        key.ended()
            .map(
                end ->
                    end.name().toLowerCase(Locale.ROOT)
                        + key.endedBy().map(by -> " by " + by).orElse(""))
            .orElse("valid"),
        Figures.moment(key.validFrom()),
        key.validUntil().map(Figures::moment).orElse(""));
  }

  private static void requireOperator(CurrentUser user) {
    if (!user.isMemberOf(Groups.OPERATORS)) {
      throw PortalError.notFound();
    }
  }
}
