package io.consilium.platform.portal;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Pages that are not there, or not for the person who asks: the answer is the same. */
final class PortalError {
  private PortalError() {}

  static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
