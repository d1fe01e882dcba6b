package io.consilium.worker.console.browser;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.ErrorPage;
import org.springframework.boot.web.server.ErrorPageRegistrar;
import org.springframework.boot.web.server.ErrorPageRegistry;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What a person sees when there is no page to show. */
@Controller
class Problems implements ErrorPageRegistrar {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final String PATH = "/error";
  private static final int SERVER_ERROR = 500;

  private static final Map<Integer, String> WORDS =
      Map.of(
          400, "The console does not understand this request. Go back and try again.",
          403,
              "Only data owners may do this, and only from the console's own pages. If the page had"
                  + " been open for long, go back, load it again, and try once more.",
          404, "There is no such page.",
          405, "There is no such page.");

  @Override
  public void registerErrorPages(ErrorPageRegistry pages) {
    pages.addErrorPages(new ErrorPage(PATH));
  }

  @RequestMapping(PATH)
  ModelAndView show(HttpServletRequest request) {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : HttpStatus.NOT_FOUND.value();
    if (status >= SERVER_ERROR) {
      LOG.error(
          "The console met a fault at {}",
          request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI),
          request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable cause
              ? cause
              : null);
    }
    ModelAndView page =
        new ModelAndView(
            "problem",
            Map.of(
                "here",
                "",
                "words",
                Optional.ofNullable(WORDS.get(status))
                    .orElse("The worker met a fault; its log (state/worker.log) says more.")));
    page.setStatus(HttpStatus.valueOf(status));
    return page;
  }
}
