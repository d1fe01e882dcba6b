package io.consilium.contract.benchmark;

import static io.consilium.contract.benchmark.Documents.benchmark;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchmarkDocumentTest {
  @Test
  void aDocumentIsTheSameAfterAWayThroughItsCanonicalJson() {
    BenchmarkDocument document = BenchmarkDocument.parse(benchmark());

    assertThat(BenchmarkDocument.fromCanonicalJson(document.canonicalJson())).isEqualTo(document);
  }
}
