package io.consilium.contract;

/** Groups of people that tasks are offered to. */
public final class Groups {
  public static final String PLATFORM_COMMITTEE = "platform-committee";
  public static final String OPERATORS = "operators";
  public static final String MODEL_OWNERS = "model-owners";
  public static final String BENCHMARK_OWNERS = "benchmark-owners";

  private Groups() {}

  /** The group of a benchmark's committee. */
  public static String committeeOf(String benchmarkId) {
    return "committee-" + benchmarkId;
  }
}
