package io.consilium.contract.text;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A document that cannot be accepted. Its message lists each problem with its place. */
public final class InvalidDocumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_LISTED = 20;

  private final transient List<Problem> problems;

  /**
   * A refusal.
   *
   * @param document what the document is called, for example {@code benchmark.yaml}
   * @param problems what is wrong; at least one
   */
  public InvalidDocumentException(String document, List<Problem> problems) {
    super(message(document, problems));
    this.problems = List.copyOf(problems);
  }

  /** Every problem with its place, one a line. */
  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), "");
  }

  /** Everything that is wrong. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(String document, List<Problem> problems) {
    if (problems.size() == 1) {
      return document + ": " + problems.get(0);
    }
    String lines =
        problems.stream()
            .limit(MOST_LISTED)
            .map(problem -> "\n- " + problem)
            .collect(Collectors.joining());
    int more = problems.size() - MOST_LISTED;
    return document
        + " has "
        + problems.size()
        + " problems:"
        + lines
        + (more > 0 ? "\n- and " + more + " more" : "");
  }
}
