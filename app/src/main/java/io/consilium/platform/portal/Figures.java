package io.consilium.platform.portal;

import io.consilium.platform.result.Report.ReportedMetric;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as pages show them. */
final class Figures {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH);

  private Figures() {}

  /** A released value with all the digits that the metric declares. */
  static String of(BigDecimal value, ReportedMetric metric) {
    return padded(value, metric.decimals());
  }

  /** A number with at least so many digits after the point. */
  static String padded(BigDecimal value, int decimals) {
    return value
        .setScale(Math.max(value.scale(), decimals), RoundingMode.UNNECESSARY)
        .toPlainString();
  }

  static String whole(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  static String moment(Instant instant) {
    return MOMENT.format(instant.atOffset(ZoneOffset.UTC));
  }

  /** How long until then, in its largest unit. */
  static String until(Instant instant) {
    Duration left = Duration.between(Instant.now(), instant);
    if (left.isNegative()) {
      return "passed";
    }
    if (left.toHours() < 1) {
      return "in " + Math.max(1, left.toMinutes()) + " min";
    }
    return left.toDays() < 2 ? "in " + left.toHours() + " h" : "in " + left.toDays() + " days";
  }
}
