package io.consilium.contract.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.Documents;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResultsReaderTest {
  private static final MetricSchema SCHEMA =
      BenchmarkDocument.parse(Documents.benchmark()).metricSchema();

  @Test
  void whatIsReadAndReleasedPassesVerification() {
    ReportedMetrics reported =
        ResultsReader.read(
            "results.yaml", Documents.results().getBytes(StandardCharsets.UTF_8), SCHEMA);

    ReleasedMetrics released = reported.release((group, metric) -> false);

    released.verify(SCHEMA);
    assertThat(ReleasedMetrics.fromCanonicalJson(released.canonicalJson())).isEqualTo(released);
    assertThat(released.canonicalJson())
        .startsWith(
            "{\"overall\":{\"accuracy\":{\"value\":0.9167},\"auroc\":{\"standard_error\":0.0123,");
  }
}
