package io.consilium.worker.authorisation;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.execution.Execution;

/** An order that fits, with the site's own record of everything that it names. */
public sealed interface Grant {
  /** A step of a preparation may run. */
  record Preparation(Dataset dataset, BenchmarkDocument revision) implements Grant {}

  /** A model may run. */
  record Inference(Dataset dataset, BenchmarkDocument revision, ContainerSpec model)
      implements Grant {}

  /** An evaluation may run. */
  record Evaluation(Dataset dataset, BenchmarkDocument revision, Execution execution)
      implements Grant {}

  /** Everything that is tried on demo data. */
  record CompatibilityTest(BenchmarkDocument revision, ContainerSpec model) implements Grant {}
}
