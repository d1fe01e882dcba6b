package io.consilium.worker.console.login;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person may do in the console. */
public enum Role {
  /** Sees everything. */
  VIEWER,
  /** Sees everything and decides. */
  DATA_OWNER;

  /** The authority that stands for the right to decide. */
  public static final String DECIDES = "DATA_OWNER";

  /** The role as people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Role> named(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
