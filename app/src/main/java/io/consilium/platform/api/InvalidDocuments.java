package io.consilium.platform.api;

import io.consilium.contract.text.InvalidDocumentException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers with everything that is wrong, as problem+json, whatever the client would rather read.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidDocuments {
  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(InvalidDocumentException invalid) {
    return answer(
        ApiProblem.unprocessable(String.valueOf(invalid.getMessage()), invalid.problems()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(ApiProblem problem) {
    return ResponseEntity.status(problem.getStatusCode())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem.getBody());
  }
}
