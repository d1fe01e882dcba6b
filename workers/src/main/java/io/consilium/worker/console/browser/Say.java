package io.consilium.worker.console.browser;

import io.consilium.contract.Topics;
import io.consilium.worker.catalogue.Dataset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Times, sizes and names as people say them, in this machine's time zone. */
@Component
final class Say {
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter ANOTHER_DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);
  private static final int KIBI = 1024;
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int DIGEST_SHOWN = 19;

  private static final Map<String, String> STEPS =
      Map.of(
          Topics.PREPARE, "Preparing the data",
          Topics.SANITY_CHECK, "Checking the prepared data",
          Topics.STATISTICS, "Counting the prepared data",
          Topics.INFER, "The model runs",
          Topics.EVALUATE, "The result is evaluated",
          Topics.COMPATIBILITY_TEST, "Trying a container on demo data");

  private final Clock clock;

  Say(Clock clock) {
    this.clock = clock;
  }

  /** A point in time; today's without the date. */
  public String when(Instant instant) {
    ZonedDateTime at = instant.atZone(ZoneId.systemDefault());
    boolean today =
        at.toLocalDate().equals(clock.instant().atZone(ZoneId.systemDefault()).toLocalDate());
    return today ? "today, " + TODAY.format(at) : ANOTHER_DAY.format(at);
  }

  /** How long ago, roughly. */
  public String since(Instant instant) {
    long seconds = Math.max(0, Duration.between(instant, clock.instant()).toSeconds());
    if (seconds < MINUTE) {
      return seconds + " s";
    }
    if (seconds < HOUR) {
      return seconds / MINUTE + " min";
    }
    return seconds < 48L * HOUR ? seconds / HOUR + " h" : seconds / (24L * HOUR) + " days";
  }

  /** A size in bytes. */
  public String size(long bytes) {
    if (bytes < KIBI) {
      return bytes + " B";
    }
    double shown = bytes;
    String unit = "B";
    for (String next : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
      if (shown < KIBI) {
        break;
      }
      shown /= KIBI;
      unit = next;
    }
    return String.format(Locale.ROOT, shown < 10 ? "%.1f %s" : "%.0f %s", shown, unit);
  }

  /** A step by its topic. */
  public String step(String topic) {
    return STEPS.getOrDefault(topic, topic);
  }

  /** Where a dataset stands, without the commands that the command line would name. */
  public String state(Dataset.State state) {
    return state.words().replaceFirst("[;:] (next|see): consilium.*", "");
  }

  /** The beginning of a digest: enough to compare at a glance; the whole is beside it. */
  public String digest(String digest) {
    return digest.length() > DIGEST_SHOWN ? digest.substring(0, DIGEST_SHOWN) + "…" : digest;
  }
}
