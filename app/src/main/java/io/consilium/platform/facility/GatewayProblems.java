package io.consilium.platform.facility;

import io.consilium.platform.engine.TaskNotHeld;
import io.consilium.platform.engine.UnknownTask;
import io.consilium.platform.web.UnreadableBodies;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * The gateway's refusals as problem+json. Beside the standard members stands {@code message}, since
 * the engine's stock client looks for its words there.
 */
@RestControllerAdvice(
    assignableTypes = {
      TaskController.class,
      StatementController.class,
      EnrolmentController.class,
      KeyController.class
    })
@Order(Ordered.HIGHEST_PRECEDENCE)
class GatewayProblems {
  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(UnknownTask e) {
    return problem(HttpStatus.NOT_FOUND, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(TaskNotHeld e) {
    return problem(HttpStatus.BAD_REQUEST, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(InvalidTaskRequest e) {
    return problem(HttpStatus.BAD_REQUEST, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(HttpMessageNotReadableException e) {
    return problem(HttpStatus.BAD_REQUEST, UnreadableBodies.describe(e));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(TooManyPolls e) {
    return problem(HttpStatus.TOO_MANY_REQUESTS, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(NotYetExpected e) {
    return problem(HttpStatus.CONFLICT, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(Refused e) {
    return problem(HttpStatus.UNPROCESSABLE_ENTITY, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(CodeRefused e) {
    return problem(HttpStatus.FORBIDDEN, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(TooManyGuesses e) {
    return problem(HttpStatus.TOO_MANY_REQUESTS, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(KeyTaken e) {
    return problem(HttpStatus.CONFLICT, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(ConcurrencyFailureException e) {
    return problem(
        HttpStatus.SERVICE_UNAVAILABLE, "Something else changed this just now. Try again.");
  }

  private static ResponseEntity<ProblemDetail> problem(HttpStatus status, Exception cause) {
    return problem(status, String.valueOf(cause.getMessage()));
  }

  private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String words) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, words);
    problem.setProperty("message", words);
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
