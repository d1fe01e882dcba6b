package io.consilium.platform.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Says what is wrong with a body that cannot be read, and where, without repeating it. */
@RestControllerAdvice
public class UnreadableBodies extends ResponseEntityExceptionHandler {
  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException unreadable,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, describe(unreadable));
    return ResponseEntity.badRequest().headers(headers).body(problem);
  }

  /** What is wrong, in a sentence. */
  public static String describe(HttpMessageNotReadableException unreadable) {
    Throwable cause = unreadable.getCause();
    if (cause instanceof UnrecognizedPropertyException unknown) {
      return "The field " + path(unknown) + " is not known here.";
    }
    if (cause instanceof JsonMappingException wrong) {
      return "The field " + path(wrong) + " has a value of the wrong kind.";
    }
    if (cause instanceof JsonParseException malformed) {
      JsonLocation place = malformed.getLocation();
      return "The body is not well-formed JSON: see line "
          + place.getLineNr()
          + ", column "
          + place.getColumnNr()
          + ".";
    }
    return "A body of another form is expected.";
  }

  private static String path(JsonMappingException problem) {
    StringBuilder path = new StringBuilder();
    for (Reference step : problem.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? "at the top" : "'" + path + "'";
  }
}
