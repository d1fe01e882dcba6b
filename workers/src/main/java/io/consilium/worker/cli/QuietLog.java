package io.consilium.worker.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Without a worker's settings every library would tell a person everything it does. */
final class QuietLog {
  private QuietLog() {}

  /** From now on only errors are said. */
  static void begin() {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.ERROR);
    }
  }
}
