package io.consilium.worker.sandbox;

import java.util.Locale;

/** A limit that an engine may be unable to set. A site can allow it knowingly, by its policy. */
public enum EngineWeakness {
  /** One container can use up the memory of the machine. */
  MEMORY_LIMIT("memory"),
  /** One container can keep every processor busy. */
  CPU_LIMIT("processors"),
  /** One container can use up the numbers for processes. */
  PIDS_LIMIT("processes");

  private final String what;

  EngineWeakness(String what) {
    this.what = what;
  }

  /** The name in site-policy.yaml, such as {@code memory-limit}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is not limited, for people. */
  String what() {
    return what;
  }
}
