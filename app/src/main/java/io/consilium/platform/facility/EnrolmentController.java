package io.consilium.platform.facility;

import io.consilium.contract.gateway.EnrolmentAnswer;
import io.consilium.contract.gateway.EnrolmentRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where a site enrols: the one call of the gateway that needs no token. */
@RestController
class EnrolmentController {
  private static final Logger LOG = LoggerFactory.getLogger(EnrolmentController.class);

  private final Enrolments enrolments;
  private final GuessLimit guesses = new GuessLimit(Clock.systemUTC());

  EnrolmentController(Enrolments enrolments) {
    this.enrolments = enrolments;
  }

  @PostMapping(
      path = FacilitySecurity.ENROLMENT,
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  EnrolmentAnswer enrol(@RequestBody String body, HttpServletRequest request) {
    String address = request.getRemoteAddr();
    guesses.admit(address);
    try {
      EnrolmentAnswer answer = enrolments.enrol(Bodies.read(body, EnrolmentRequest.class));
      LOG.info(
          "{} enrolled with keys of fingerprint {}", answer.facilityId(), answer.fingerprint());
      return answer;
    } catch (CodeRefused e) {
      guesses.wasWrong(address);
      throw e;
    }
  }

  void forgetGuesses() {
    guesses.forget();
  }
}
