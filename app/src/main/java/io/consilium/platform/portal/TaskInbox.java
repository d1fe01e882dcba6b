package io.consilium.platform.portal;

import java.util.List;
import java.util.Set;

/** The decisions that wait for people. */
public interface TaskInbox {
  /** What the person has claimed, or could, the oldest first; at most 50. */
  List<WaitingTask> of(String userId, Set<String> groups);
}
