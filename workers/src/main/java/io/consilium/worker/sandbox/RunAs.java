package io.consilium.worker.sandbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user and group that containers run as.
 *
 * @param uid 1 to 2^31 - 2
 * @param gid 1 to 2^31 - 2
 */
public record RunAs(int uid, int gid) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,10}):([0-9]{1,10})");

  public RunAs {
    if (uid < 1 || gid < 1 || uid == Integer.MAX_VALUE || gid == Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d:%d is not an ordinary user and group; root (0) is not allowed".formatted(uid, gid));
    }
  }

  /**
   * Reads {@code uid:gid}.
   *
   * @throws IllegalArgumentException when it is something else, or root
   */
  public static RunAs parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a user and group in numbers, such as 10001:10001");
    }
    try {
      return new RunAs(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is beyond the range of user numbers", e);
    }
  }

  /** The user and group of this process; nothing when it is root. */
  public static Optional<RunAs> thisProcess() {
    return ProcessOwner.isRoot() ? Optional.empty() : Optional.of(parse(ProcessOwner.name()));
  }

  @Override
  public String toString() {
    return uid + ":" + gid;
  }
}
