package io.consilium.contract.gateway;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a facility's key is for. No key has two roles. */
public enum KeyRole {
  /** Signs the tokens of the unattended worker, and nothing else. */
  TRANSPORT,

  /** A named person at the facility signs statements with it. */
  RELEASE,

  /** Signs what site policy releases by itself. */
  POLICY;

  /** The roles of a data provider's keys. */
  public static final Set<KeyRole> OF_A_FACILITY = Set.of(values());

  /** The roles of the proving ground's keys: nobody releases anything there. */
  public static final Set<KeyRole> OF_THE_PROVING_GROUND = Set.of(TRANSPORT);

  /** The role as people write it: in small letters. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that word. */
  public static Optional<KeyRole> ofWord(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
