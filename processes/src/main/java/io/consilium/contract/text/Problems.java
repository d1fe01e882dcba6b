package io.consilium.contract.text;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a document, so that its author sees everything at once. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(String pointer, String message) {
    found.add(new Problem(pointer, message));
  }

  /** Whether something is wrong at the place or below it. */
  public boolean touch(String pointer) {
    return found.stream()
        .anyMatch(
            problem ->
                problem.pointer().equals(pointer) || problem.pointer().startsWith(pointer + "/"));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** The problems in the order in which they were found. */
  public List<Problem> list() {
    return List.copyOf(found);
  }

  /**
   * Ends the reading when something is wrong.
   *
   * @param document what the document is called in the message
   * @throws InvalidDocumentException when there is at least one problem
   */
  public void throwIfAny(String document) {
    if (!found.isEmpty()) {
      throw new InvalidDocumentException(document, found);
    }
  }
}
