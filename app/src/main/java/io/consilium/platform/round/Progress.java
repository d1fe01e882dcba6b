package io.consilium.platform.round;

import java.util.Map;

/** What the engine knows of executions under way. */
public interface Progress {
  /**
   * Executions that are not merely waiting, by id: {@link Phase#RUNNING} or {@link
   * Phase#AWAITING_RELEASE}.
   */
  Map<String, Phase> ofOpenExecutions();
}
