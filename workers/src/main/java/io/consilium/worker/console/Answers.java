package io.consilium.worker.console;

import io.consilium.contract.text.CanonicalJson;
import org.springframework.http.ResponseEntity;

/** Headers by which a command follows what it cannot read out of a text. */
final class Answers {
  /** Stands for what was shown; a decision names it again. */
  static final String SHOWN = "Consilium-Shown";

  /** The state of what was asked about. */
  static final String STATE = "Consilium-State";

  /** Numbers of statements that are on their way now. */
  static final String STATEMENTS = "Consilium-Statements";

  /** Ids of the executions that are shown. */
  static final String EXECUTIONS = "Consilium-Executions";

  private Answers() {}

  static <P extends Page> ResponseEntity<P> shown(P page, String mark) {
    return ResponseEntity.ok().header(SHOWN, CanonicalJson.sha256(mark)).body(page);
  }

  static <P extends Page> ResponseEntity<P> state(P page, String state) {
    return ResponseEntity.ok().header(STATE, state).body(page);
  }

  /**
   * Compares what a person saw with what would be done.
   *
   * @throws ChangedException when they differ
   */
  static void requireShown(String shown, String mark) {
    if (!CanonicalJson.sha256(mark).equals(shown)) {
      throw new ChangedException();
    }
  }
}
