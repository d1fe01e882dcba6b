package io.consilium.worker.site;

import java.util.List;

/**
 * What a site's two files say, in words.
 *
 * @param inForce every setting with its value; empty for a file with mistakes
 * @param mistakes what is wrong, with file, place, line and what to do; the worker does not start
 * @param warnings what is allowed but risky
 */
public record PolicyReport(List<Setting> inForce, List<String> mistakes, List<String> warnings) {
  /** Where a value comes from. */
  public enum Origin {
    /** The file says it. */
    FILE,
    /** The file does not say it: it is what a new site has. */
    DEFAULT
  }

  /**
   * One setting.
   *
   * @param file the file that it belongs to
   * @param place its field, such as {@code resources.memory}
   * @param value the value in words
   * @param meaning what it does
   */
  public record Setting(String file, String place, String value, String meaning, Origin origin) {}

  public PolicyReport {
    inForce = List.copyOf(inForce);
    mistakes = List.copyOf(mistakes);
    warnings = List.copyOf(warnings);
  }
}
