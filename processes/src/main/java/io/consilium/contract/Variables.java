package io.consilium.contract;

/** Process variables: ids, decisions and short texts; never a result's numbers. */
public final class Variables {
  /** Text: the facility whose tenant a starting instance gets; absent for the platform's own. */
  public static final String FACILITY_ID = "facilityId";

  /** Text: the facility of a dataset, where the instance itself belongs to the platform. */
  public static final String DATASET_FACILITY = "datasetFacility";

  public static final String BENCHMARK_ID = "benchmarkId";

  /** Integer, from 1. */
  public static final String REVISION_NUMBER = "revisionNumber";

  /** Text: {@code sha256:} and 64 hex digits of the revision's canonical document. */
  public static final String REVISION_DIGEST = "revisionDigest";

  public static final String MODEL_ID = "modelId";
  public static final String DATASET_ID = "datasetId";
  public static final String ROUND_ID = "roundId";
  public static final String EXECUTION_ID = "executionId";
  public static final String ASSOCIATION_ID = "associationId";
  public static final String TEST_ID = "testId";

  /** Text: the user who asked for the decision and so may not take part in it. */
  public static final String SUBMITTER = "submitter";

  /** Text: the group whose members decide. */
  public static final String COMMITTEE = "committee";

  public static final String TITLE = "title";

  /** Text: {@link #APPROVE} or {@link #DECLINE}. */
  public static final String DECISION = "decision";

  public static final String COMMENT = "comment";

  /** Text: a {@link Reason}'s name. */
  public static final String REASON = "reason";

  public static final String RESULT_ID = "resultId";

  /** Text: an instant in ISO 8601. */
  public static final String DEADLINE = "deadline";

  /** Number: hours from the opening of a round to its deadline, 1 to 8760. */
  public static final String DEADLINE_HOURS = "deadlineHours";

  /** Integer: executions of a round. */
  public static final String CELLS = "cells";

  public static final String APPROVE = "approve";
  public static final String DECLINE = "decline";

  private Variables() {}
}
