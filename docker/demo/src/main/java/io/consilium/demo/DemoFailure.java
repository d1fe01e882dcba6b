package io.consilium.demo;

import java.nio.file.Path;
import java.util.Optional;

/** Something that ends the demo, told so that a visitor can go on from it. */
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String hint;
  private final transient Optional<Path> log;

  DemoFailure(String what, String hint) {
    this(what, hint, Optional.empty());
  }

  DemoFailure(String what, String hint, Path log) {
    this(what, hint, Optional.of(log));
  }

  DemoFailure(String what, String hint, Optional<Path> log) {
    super(what);
    this.hint = hint;
    this.log = log;
  }

  /** What to try next; may be empty. */
  String hint() {
    return hint;
  }

  /** The log that tells more. */
  Optional<Path> log() {
    return log;
  }
}
