package io.consilium.platform.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.json.MappingJackson2JsonView;

/**
 * The last word where nothing else answered: problem+json to programs, a page to people, and to
 * people who are not logged in the login form. Neither says anything of what went wrong inside.
 */
@Controller
class ErrorPages implements ErrorController {
  private static final List<String> FOR_PROGRAMS =
      List.of("/api", "/facility", "/actuator", "/camunda/api");

  private static final Map<HttpStatus, String> IN_WORDS =
      Map.of(
          HttpStatus.UNAUTHORIZED, "Log in first.",
          HttpStatus.FORBIDDEN, "This is not for your account, or the page was open for too long.",
          HttpStatus.NOT_FOUND, "There is nothing here for you.",
          HttpStatus.INTERNAL_SERVER_ERROR,
              "Something went wrong inside the platform. Its log says more.");

  @RequestMapping("${server.error.path:/error}")
  ModelAndView show(HttpServletRequest request, HttpServletResponse response) {
    HttpStatus status = status(request);
    String path = attribute(request, RequestDispatcher.ERROR_REQUEST_URI, String.class).orElse("/");
    String detail = IN_WORDS.getOrDefault(status, status.getReasonPhrase() + ".");
    if (FOR_PROGRAMS.stream()
        .anyMatch(start -> path.equals(start) || path.startsWith(start + "/"))) {
      return problem(status, detail);
    }
    response.setStatus(status.value());
    if (status == HttpStatus.UNAUTHORIZED) {
      return new ModelAndView("login", Map.of("next", path), status);
    }
    return new ModelAndView("error", Map.of("status", status.value(), "detail", detail), status);
  }

  private static ModelAndView problem(HttpStatus status, String detail) {
    var view = new MappingJackson2JsonView();
    view.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    view.setExtractValueFromSingleKeyModel(true);
    var answer = new ModelAndView(view);
    answer.addObject(ProblemDetail.forStatusAndDetail(status, detail));
    answer.setStatus(status);
    return answer;
  }

  private static HttpStatus status(HttpServletRequest request) {
    return attribute(request, RequestDispatcher.ERROR_STATUS_CODE, Integer.class)
        .map(HttpStatus::resolve)
        .orElse(HttpStatus.NOT_FOUND);
  }

  private static <T> Optional<T> attribute(HttpServletRequest request, String name, Class<T> type) {
    return Optional.ofNullable(request.getAttribute(name)).map(type::cast);
  }
}
