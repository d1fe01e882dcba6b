package io.consilium.worker.release;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.ResultsReader;
import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.worker.site.SitePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

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
   * @param known what is known of the dataset outside
   */
  public Verdict judgeResult(Path file, BenchmarkDocument revision, Known known) {
    return judgement(revision, revision.metricSchema(), known).of("results.yaml", bytes(file));
  }

  /** Judges an execution's result on a dataset of which nothing has left. */
  public Verdict judgeResult(Path file, BenchmarkDocument revision, int people) {
    return judgeResult(file, revision, Known.onlyPeople(people));
  }

  /** Judges a dataset's statistics, as {@link #judgeResult} does. */
  public Verdict judgeStatistics(Path file, BenchmarkDocument revision, int people) {
    return judgement(revision, revision.statisticsSchema(), Known.onlyPeople(people))
        .of("statistics.yaml", bytes(file));
  }

  private Judgement judgement(BenchmarkDocument revision, MetricSchema schema, Known known) {
    int minimum = Math.max(policy.minimumCount(), revision.policy().minimumCount());
    return new Judgement(policy, schema, known, minimum);
  }

  /**
   * Only whether a report is what the schema declares: for demo data, of which nothing is released.
   *
   * @return what is wrong, if anything
   */
  public static Optional<String> faults(String name, Path file, MetricSchema schema) {
    try {
      ResultsReader.read(name, bytes(file), schema);
      return Optional.empty();
    } catch (InvalidDocumentException e) {
      return Optional.of(Judgement.words(e));
    }
  }

  /** At most one byte more than a result may have: enough to see that it is too large. */
  private static byte[] bytes(Path file) {
    try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return content.readNBytes(ResultsReader.MAX_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException("The output " + file + " cannot be read", e);
    }
  }
}
