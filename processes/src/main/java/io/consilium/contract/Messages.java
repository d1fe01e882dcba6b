package io.consilium.contract;

/** Messages that processes wait for; each is correlated by the instance's business key. */
public final class Messages {
  /** The facility registered a prepared dataset by a signed statement. */
  public static final String DATASET_REGISTERED = "DatasetRegistered";

  /** People at the facility did their part of a preparation: the preparator is to go on. */
  public static final String PREPARATION_CONTINUED = "PreparationContinued";

  /** The facility stopped a preparation. */
  public static final String PREPARATION_CANCELLED = "PreparationCancelled";

  /** The facility released a result or declined to. */
  public static final String RESULT_DECIDED = "ResultDecided";

  public static final String EXECUTION_CANCELLED = "ExecutionCancelled";

  /** The last open execution of a round has settled. */
  public static final String ROUND_SETTLED = "RoundSettled";

  private Messages() {}
}
