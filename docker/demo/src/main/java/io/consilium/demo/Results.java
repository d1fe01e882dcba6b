package io.consilium.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** What the evaluation gave, as its report says. */
record Results(String roundId, JsonNode report) {
  static Results of(JsonNode report) {
    return new Results(Walk.ROUND_ID, report);
  }

  void write(Settings settings, Duration elapsed) {}
}
