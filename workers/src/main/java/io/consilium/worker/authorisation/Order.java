package io.consilium.worker.authorisation;

import java.util.Optional;

/** What the platform asks the site to run. An order is a wish: it says nothing about permission. */
public sealed interface Order {
  /** The dataset, execution or test that it is about. */
  String caseId();

  /** The revision of a benchmark that an order names. */
  record RevisionRef(String benchmarkId, int number, String digest) {}

  /** A step in the preparation of a dataset. */
  record Preparation(Stage stage, String datasetId, RevisionRef revision) implements Order {
    /** The steps in their order. */
    public enum Stage {
      PREPARE,
      SANITY_CHECK,
      STATISTICS
    }

    @Override
    public String caseId() {
      return datasetId;
    }
  }

  /** One model is to run on one dataset. */
  record Inference(
      String executionId, String roundId, String datasetId, String modelId, RevisionRef revision)
      implements Order {
    @Override
    public String caseId() {
      return executionId;
    }
  }

  /** The model's predictions are to be evaluated. */
  record Evaluation(
      String executionId, String roundId, String datasetId, String modelId, RevisionRef revision)
      implements Order {
    @Override
    public String caseId() {
      return executionId;
    }
  }

  /**
   * The whole chain on demo data, at the proving ground only.
   *
   * @param modelId the model; absent for the revision's reference model
   */
  record CompatibilityTest(
      String testId, String benchmarkId, int revision, Optional<String> modelId) implements Order {
    @Override
    public String caseId() {
      return testId;
    }
  }
}
