package io.consilium.worker.console.login;

import io.consilium.worker.site.Site;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.WebAttributes;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The form to log in, and the form for the first account. */
@Controller
class LoginPages {
  private static final Map<String, String> WORDS =
      Map.of(
          "left", "You have logged out.",
          "again", "The page had been open for too long: please log in again.",
          "made", "The account is made: log in with it.");

  private final Site site;
  private final Accounts accounts;
  private final FirstAccount firstAccount;

  LoginPages(Site site, Accounts accounts, FirstAccount firstAccount) {
    this.site = site;
    this.accounts = accounts;
    this.firstAccount = firstAccount;
  }

  @GetMapping("/login")
  String login(HttpServletRequest request, Model model) {
    model.addAttribute("siteName", site.settings().name());
    model.addAttribute("nobody", accounts.isEmpty());
    model.addAttribute("wrong", request.getParameter("wrong") == null ? "" : wrong(request));
    model.addAttribute(
        "notice",
        WORDS.entrySet().stream()
            .filter(word -> request.getParameter(word.getKey()) != null)
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(""));
    return "login";
  }

  private static String wrong(HttpServletRequest request) {
    return Optional.ofNullable(request.getSession(false))
        .flatMap(LoginPages::lastFailure)
        .orElse("Name and password do not match.");
  }

  private static Optional<String> lastFailure(HttpSession session) {
    return Optional.ofNullable(session.getAttribute(WebAttributes.AUTHENTICATION_EXCEPTION))
        .map(String::valueOf);
  }

  @GetMapping("/first")
  ModelAndView first(@RequestParam(name = "code", defaultValue = "") String code) {
    return form(code, firstAccount.admits(code), "", "", "");
  }

  @PostMapping("/first")
  ModelAndView make(
      @RequestParam("code") String code,
      @RequestParam("name") String name,
      @RequestParam("person") String person,
      @RequestParam("password") String password,
      @RequestParam("repeated") String repeated) {
    try {
      if (!password.equals(repeated)) {
        throw new AccountException("the two passwords differ");
      }
      firstAccount.make(code, name, person, password);
      return new ModelAndView("redirect:/login?made");
    } catch (AccountException e) {
      return form(code, firstAccount.admits(code), name, person, String.valueOf(e.getMessage()));
    }
  }

  private ModelAndView form(String code, boolean works, String name, String person, String wrong) {
    ModelAndView page =
        new ModelAndView(
            "first",
            Map.of(
                "siteName", site.settings().name(),
                "code", code,
                "works", works,
                "name", name,
                "person", person,
                "wrong", wrong));
    page.setStatus(works && wrong.isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_ENTITY);
    return page;
  }
}
