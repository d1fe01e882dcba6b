package io.consilium.worker.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.CanonicalJson;
import java.util.Optional;

/** What the platform says when it refuses. */
final class Problems {
  private static final int LONGEST = 500;

  private Problems() {}

  /** What a problem+json says, cut to a length and freed of control characters. */
  static Optional<String> detail(String body) {
    try {
      JsonNode detail = CanonicalJson.STRICT.readTree(body).path("detail");
      return detail.isTextual()
          ? Optional.of(
              detail
                  .textValue()
                  .substring(0, Math.min(LONGEST, detail.textValue().length()))
                  .replaceAll("\\p{Cntrl}", " "))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
