package io.consilium.worker.console.browser;

import io.consilium.worker.console.login.Person;
import io.consilium.worker.release.ReleaseDesk;
import io.consilium.worker.site.Site;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** What every page shows around its own content. */
@ControllerAdvice(basePackageClasses = Frame.class)
class Frame {
  private final Site site;
  private final ReleaseDesk desk;
  private final Offering offering;
  private final Say say;

  Frame(Site site, ReleaseDesk desk, Offering offering, Say say) {
    this.site = site;
    this.desk = desk;
    this.offering = offering;
    this.say = say;
  }

  /** Adds it to a page that no controller made. */
  void addTo(ModelAndView page) {
    Model model = new ExtendedModelMap();
    add(model);
    page.addAllObjects(model.asMap());
  }

  @ModelAttribute
  void add(Model model) {
    model.addAttribute("say", say);
    model.addAttribute("siteName", site.settings().name());
    Object principal =
        Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
            .<Object>map(Authentication::getPrincipal)
            .orElse("");
    if (principal instanceof Person person) {
      model.addAttribute("person", person.person());
      model.addAttribute("mayDecide", person.mayDecide());
      model.addAttribute("toRelease", desk.waiting().size());
      model.addAttribute("toAccept", offering.waiting().size());
    } else {
      model.addAttribute("person", "");
      model.addAttribute("mayDecide", false);
      model.addAttribute("toRelease", 0);
      model.addAttribute("toAccept", 0);
    }
  }
}
