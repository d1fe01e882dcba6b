package io.consilium.contract;

/** The processes, by the id of their diagram, which is also the diagram's file name. */
public final class ProcessKeys {
  public static final String BENCHMARK_APPROVAL = "BenchmarkApproval";
  public static final String COMPATIBILITY_TEST = "CompatibilityTest";
  public static final String DATASET_PREPARATION = "DatasetPreparation";
  public static final String DATASET_ASSOCIATION = "DatasetAssociation";
  public static final String MODEL_ASSOCIATION = "ModelAssociation";
  public static final String EVALUATION_ROUND = "EvaluationRound";
  public static final String EXECUTION = "Execution";

  private ProcessKeys() {}
}
