package io.consilium.demo;

import java.time.Duration;

/** The data owners' part of a round. */
record Releases(Installation installation, Narrator narrator, Walk walk) {
  void untilAllAreSettled(Duration patience) {}
}
