package io.consilium.platform.identity;

import io.consilium.platform.engine.Logins;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Logs people in to and out of the portal and the webapps at once. */
@Controller
class LoginController {
  private final Logins logins;

  LoginController(Logins logins) {
    this.logins = logins;
  }

  @GetMapping("/login")
  String form(@RequestParam(defaultValue = "/") String next, Model model) {
    model.addAttribute("next", LocalPath.orHome(next));
    return "login";
  }

  @PostMapping("/login")
  String logIn(
      @RequestParam String username,
      @RequestParam String password,
      @RequestParam(defaultValue = "/") String next,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    String target = LocalPath.orHome(next);
    if (logins.isPassword(username, password)) {
      logins.logIn(request, username);
      return "redirect:" + target;
    }
    response.setStatus(HttpStatus.UNAUTHORIZED.value());
    model.addAttribute("next", target);
    model.addAttribute("username", username);
    model.addAttribute("wrong", "wrong");
    return "login";
  }

  @PostMapping("/logout")
  String logOut(HttpServletRequest request) {
    Optional.ofNullable(request.getSession(false)).ifPresent(HttpSession::invalidate);
    return "redirect:/login";
  }
}
