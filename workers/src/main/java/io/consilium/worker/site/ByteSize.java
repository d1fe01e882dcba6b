package io.consilium.worker.site;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as Docker writes them: {@code 512m}, {@code 2g}. */
final class ByteSize {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,14})([bkmgtBKMGT]?)");

  private ByteSize() {}

  /** The size in bytes; nothing when the text is not one. */
  static Optional<Long> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int shift =
        switch (form.group(2).toLowerCase(Locale.ROOT)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          case "t" -> 40;
          default -> 0;
        };
    long number = Long.parseLong(form.group(1));
    return number <= Long.MAX_VALUE >> shift ? Optional.of(number << shift) : Optional.empty();
  }
}
