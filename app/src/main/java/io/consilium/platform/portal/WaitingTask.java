package io.consilium.platform.portal;

import java.time.Instant;

/**
 * A decision that waits for a person.
 *
 * @param taskId the engine's id, by which Tasklist opens it
 * @param name what is to be done
 * @param subject id of what it is about
 * @param title its title for people; may be empty
 */
public record WaitingTask(String taskId, String name, String subject, String title, Instant since) {
  /** Where Tasklist shows it. */
  public String link() {
    return "/camunda/app/tasklist/default/#/?task=" + taskId;
  }
}
