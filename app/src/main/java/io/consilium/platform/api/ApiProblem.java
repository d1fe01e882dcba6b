package io.consilium.platform.api;

import io.consilium.contract.text.Problem;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that cannot be met, as its sender is told: what was wrong, where, and what to do.
 *
 * <p>Where a person may not know that something exists, the answer is {@link #notFound}.
 */
public final class ApiProblem extends ErrorResponseException {
  private static final long serialVersionUID = 1L;

  private ApiProblem(HttpStatus status, String detail) {
    super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
  }

  /** 404: it does not exist, or the person may not know that it does. */
  public static ApiProblem notFound(String what) {
    return new ApiProblem(HttpStatus.NOT_FOUND, "There is no " + what + ".");
  }

  /** 403: the person may know, but not do it. */
  public static ApiProblem forbidden(String detail) {
    return new ApiProblem(HttpStatus.FORBIDDEN, detail);
  }

  /** 409: it does not fit the present state. */
  public static ApiProblem conflict(String detail) {
    return new ApiProblem(HttpStatus.CONFLICT, detail);
  }

  /** 413: too large. */
  public static ApiProblem tooLarge(String detail) {
    return new ApiProblem(HttpStatus.PAYLOAD_TOO_LARGE, detail);
  }

  /** 422: understood, and wrong. */
  public static ApiProblem unprocessable(String detail) {
    return new ApiProblem(HttpStatus.UNPROCESSABLE_ENTITY, detail);
  }

  /** 422 with the places that are wrong in the member {@code errors}. */
  static ApiProblem unprocessable(String detail, List<Problem> errors) {
    ApiProblem problem = unprocessable(detail);
    problem.getBody().setProperty("errors", errors);
    return problem;
  }

  /** 503: something else does not answer at present. */
  public static ApiProblem unavailable(String detail) {
    return new ApiProblem(HttpStatus.SERVICE_UNAVAILABLE, detail);
  }
}
