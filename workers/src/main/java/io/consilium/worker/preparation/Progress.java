package io.consilium.worker.preparation;

import java.util.List;
import java.util.Optional;

/**
 * How far a preparation is, by the preparator's report. It is for the people at the site: stages
 * are what the container wrote.
 *
 * @param cases how many cases there are
 * @param stages how many of them are at each stage: the revision's stages in their order, also
 *     those without cases, then what else there is
 * @param trouble why the report cannot be read, if it cannot; there are no cases then
 */
public record Progress(int cases, List<Stage> stages, Optional<String> trouble) {
  public Progress {
    stages = List.copyOf(stages);
  }

  /**
   * A stage.
   *
   * @param name what stands in the report, without characters that cannot be printed
   * @param cases how many cases are at it
   */
  public record Stage(String name, int cases) {}

  static Progress unreadable(String why) {
    return new Progress(0, List.of(), Optional.of(why));
  }
}
