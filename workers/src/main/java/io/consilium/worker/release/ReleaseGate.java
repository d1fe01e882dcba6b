package io.consilium.worker.release;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.metric.ReportedMetrics;
import io.consilium.contract.metric.ResultsReader;
import io.consilium.contract.metric.Units;
import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.worker.site.SitePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a container reported, and decides what of it may leave. */
public final class ReleaseGate {
  private final SitePolicy policy;

  public ReleaseGate(SitePolicy policy) {
    this.policy = policy;
  }

  /**
   * Judges an execution's result.
   *
   * @param file what the evaluator wrote
   * @param people how many people the dataset holds by the site's catalogue
   */
  public Verdict judgeResult(Path file, BenchmarkDocument revision, int people) {
    return judge("results.yaml", file, revision, revision.metricSchema(), people);
  }

  /** Judges a dataset's statistics, as {@link #judgeResult} does. */
  public Verdict judgeStatistics(Path file, BenchmarkDocument revision, int people) {
    return judge("statistics.yaml", file, revision, revision.statisticsSchema(), people);
  }

  /**
   * Only whether a report is what the schema declares: for demo data, of which nothing is released.
   *
   * @return what is wrong, if anything
   */
  public static Optional<String> faults(String name, Path file, MetricSchema schema) {
    try {
      read(name, file, schema);
      return Optional.empty();
    } catch (InvalidDocumentException e) {
      return Optional.of(words(e));
    }
  }

  private Verdict judge(
      String name, Path file, BenchmarkDocument revision, MetricSchema schema, int people) {
    ReportedMetrics reported;
    try {
      reported = read(name, file, schema);
    } catch (InvalidDocumentException e) {
      return new Verdict.Invalid(words(e));
    }
    Optional<String> excess = excess(reported, people);
    if (excess.isPresent()) {
      return new Verdict.Invalid(excess.get());
    }
    int minimum = Math.max(policy.minimumCount(), revision.policy().minimumCount());
    ReleasedMetrics released = new DisclosureRules(minimum).apply(reported);
    return released.nothingIsReleased()
        ? new Verdict.Withheld(
            "no figure rests on %d people in every class that it needs".formatted(minimum))
        : new Verdict.Passed(released);
  }

  private static String words(InvalidDocumentException e) {
    return Optional.ofNullable(e.getMessage()).orElse("not what the schema declares");
  }

  private static ReportedMetrics read(String name, Path file, MetricSchema schema) {
    return ResultsReader.read(name, bytes(file), schema);
  }

  /** At most one byte more than a result may have: enough to see that it is too large. */
  private static byte[] bytes(Path file) {
    try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return content.readNBytes(ResultsReader.MAX_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException("The output " + file + " cannot be read", e);
    }
  }

  /** A container cannot know of more people than there are. */
  private static Optional<String> excess(ReportedMetrics reported, int people) {
    for (Group group : reported.schema().groups()) {
      for (Metric metric : reported.schema().metricsOf(group)) {
        if (metric.kind() == MetricKind.COUNT && metric.units() == Units.PEOPLE) {
          OptionalLong count = reported.count(group, metric.id());
          if (count.isPresent() && count.getAsLong() > people) {
            return Optional.of(
                "%s of %s counts %d people, but the catalogue says that the dataset holds %d"
                    .formatted(metric.id(), group.label(), count.getAsLong(), people));
          }
        }
      }
    }
    return Optional.empty();
  }
}
