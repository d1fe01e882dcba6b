package io.consilium.platform.facility;

/** What a facility's key is for. No key has two roles. */
enum KeyRole {
  /** Signs the tokens of the unattended worker, and nothing else. */
  TRANSPORT,

  /** A named person at the facility signs statements with it. */
  RELEASE,

  /** Signs what site policy releases by itself. */
  POLICY
}
