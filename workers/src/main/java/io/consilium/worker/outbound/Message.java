package io.consilium.worker.outbound;

/**
 * Everything that can leave the site, except the poll for tasks and the extension of a task's lock,
 * which hold nothing but the facility's id, topics, variable names and durations.
 */
public enum Message {
  /** Asks which benchmarks there are. Nothing of the site is in it. */
  READ_OFFERS("asked for the list of benchmarks"),

  /** Asks for a revision's document, by its number. */
  READ_REVISION("asked for a revision"),

  /** Asks for a model's document, by its id. */
  READ_MODEL("asked for a model"),

  /** Proving ground only: asks for a demo dataset by its SHA-256. */
  READ_ASSET("asked for a demo dataset"),

  /** A signed statement: a person's decision, or a release by site policy. */
  STATEMENT("sent a statement"),

  /**
   * How a task ended: its id, and when there is no result one word of {@link
   * io.consilium.contract.Reason}.
   */
  TASK_OUTCOME("reported how a task ended"),

  /** Asks to be enrolled: a one-time code, public keys, and their proofs. */
  ENROLMENT("asked to be enrolled"),

  /** Asks by which keys the platform knows the facility. */
  READ_KEYS("asked which keys are known"),

  /** A new public key in the place of a present one, with signatures. */
  KEY_ROTATION("sent a new public key"),

  /** The role of a key that ends. */
  KEY_REVOCATION("ended a key"),

  /** Proving ground only: what containers printed about demo data. */
  TEST_REPORT("sent the log of a compatibility test");

  private final String words;

  Message(String words) {
    this.words = words;
  }

  /** What was done, for a reader of the ledger. */
  public String words() {
    return words;
  }
}
