package io.consilium.contract;

import java.util.List;

/** The topics of external tasks: what a worker can be asked to run. */
public final class Topics {
  /** The whole chain on demo data, in the proving ground only. */
  public static final String COMPATIBILITY_TEST = "compatibility-test";

  public static final String PREPARE = "prepare";
  public static final String SANITY_CHECK = "sanity-check";
  public static final String STATISTICS = "statistics";
  public static final String INFER = "infer";
  public static final String EVALUATE = "evaluate";

  /** What a facility's worker serves. */
  public static final List<String> OF_A_FACILITY =
      List.of(PREPARE, SANITY_CHECK, STATISTICS, INFER, EVALUATE);

  /** What the proving ground serves. */
  public static final List<String> OF_THE_PROVING_GROUND = List.of(COMPATIBILITY_TEST);

  private Topics() {}
}
