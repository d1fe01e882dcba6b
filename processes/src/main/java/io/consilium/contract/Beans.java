package io.consilium.contract;

import java.util.List;

/** The platform's steps and listeners, by the name under which a diagram calls them. */
public final class Beans {
  public static final String CHECK_REVIEW = "checkReview";
  public static final String ACTIVATE_BENCHMARK = "activateBenchmark";
  public static final String DECLINE_BENCHMARK = "declineBenchmark";
  public static final String APPROVE_MODEL_ASSOCIATION = "approveModelAssociation";
  public static final String DECLINE_MODEL_ASSOCIATION = "declineModelAssociation";
  public static final String REGISTER_DATASET = "registerDataset";
  public static final String FAIL_DATASET_PREPARATION = "failDatasetPreparation";
  public static final String APPROVE_DATASET_ASSOCIATION = "approveDatasetAssociation";
  public static final String DECLINE_DATASET_ASSOCIATION = "declineDatasetAssociation";
  public static final String OPEN_ROUND = "openRound";
  public static final String CLOSE_OUTSTANDING_EXECUTIONS = "closeOutstandingExecutions";
  public static final String COMPILE_REPORT = "compileReport";
  public static final String PUBLISH_REPORT = "publishReport";
  public static final String WITHHOLD_REPORT = "withholdReport";
  public static final String SETTLE_EXECUTION = "settleExecution";

  /** Everything that an expression in a diagram may name. */
  public static final List<String> ALL =
      List.of(
          CHECK_REVIEW,
          ACTIVATE_BENCHMARK,
          DECLINE_BENCHMARK,
          APPROVE_MODEL_ASSOCIATION,
          DECLINE_MODEL_ASSOCIATION,
          REGISTER_DATASET,
          FAIL_DATASET_PREPARATION,
          APPROVE_DATASET_ASSOCIATION,
          DECLINE_DATASET_ASSOCIATION,
          OPEN_ROUND,
          CLOSE_OUTSTANDING_EXECUTIONS,
          COMPILE_REPORT,
          PUBLISH_REPORT,
          WITHHOLD_REPORT,
          SETTLE_EXECUTION);

  private Beans() {}
}
