package io.consilium.platform.portal;

import io.consilium.platform.identity.CurrentUser;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Puts who is looking at the head of every page. */
@ControllerAdvice(basePackageClasses = Viewer.class)
class Viewer {
  @ModelAttribute("viewer")
  CurrentUser viewer(@AuthenticationPrincipal CurrentUser user) {
    return user;
  }
}
