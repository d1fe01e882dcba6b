package io.consilium.worker.preparation;

import io.consilium.worker.catalogue.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a preparation stands, for the people at the site.
 *
 * @param progress what the preparator's report says, when there is one
 * @param work what people have to look at, when it waits for them
 * @param next what to do next, a sentence each
 */
public record PreparationStatus(
    Dataset dataset, Optional<Progress> progress, Optional<Work> work, List<String> next) {
  public PreparationStatus {
    next = List.copyOf(next);
  }

  /**
   * A manual step.
   *
   * @param folders where the cases are, to be looked at and changed
   * @param report the preparator's report, with each case's status and often a comment
   * @param log what the check printed
   * @param printed the end of it
   */
  public record Work(List<Path> folders, Path report, Path log, String printed) {
    public Work {
      folders = List.copyOf(folders);
    }
  }
}
