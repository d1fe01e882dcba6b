package io.consilium.platform.facility;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.consilium.contract.text.CanonicalJson;
import java.util.Optional;

/** Reads what facilities send, strictly: nothing unknown, nothing missing, nothing twice. */
final class Bodies {
  private Bodies() {}

  /**
   * Reads one.
   *
   * @throws Refused saying what is wrong with it
   */
  static <T> T read(String body, Class<T> type) {
    try {
      // JSON's null is read as nothing at all.
      return Optional.ofNullable(CanonicalJson.STRICT.readValue(body, type))
          .orElseThrow(() -> new Refused("There is nothing in the body."));
    } catch (JsonProcessingException e) {
      throw new Refused("The body is not what it should be: " + e.getOriginalMessage());
    }
  }
}
