package io.consilium.worker.console.browser;

import io.consilium.contract.text.CanonicalJson;

/** Holds a decision to what the person saw. */
final class Shown {
  private Shown() {}

  /** Stands for what is shown; the form sends it back. */
  static String mark(String content) {
    return CanonicalJson.sha256(content);
  }

  /**
   * Compares what a person saw with what would be done.
   *
   * @throws RefusedException when they differ
   */
  static void require(String shown, String content) {
    if (!mark(content).equals(shown)) {
      throw new RefusedException(
          "what was shown has changed meanwhile, and nothing was done: look at it again");
    }
  }
}
