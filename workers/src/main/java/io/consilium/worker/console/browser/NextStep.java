package io.consilium.worker.console.browser;

import java.util.Map;

/** What a person at the site can do about a failure. */
final class NextStep {
  private static final Map<String, String> STEPS =
      Map.of(
          "IMAGE_UNAVAILABLE",
              "Look at “registries” in site.yaml, and whether the registry answers. If the digest"
                  + " does not match, tell the committee.",
          "REFUSED",
              "Accept the revision or the model here, or change the site policy, if you want it.",
          "DATA_UNAVAILABLE",
              "Restore the dataset's folder, and see that the container's user may read it.",
          "DATA_CHANGED",
              "Restore the prepared data, or add it as another dataset and prepare that one.",
          "STEP_FAILED", "Read the log of the container. More memory or time is yours to give.",
          "WITHHELD", "Nothing to do: no figure rests on enough people, and nothing leaves.",
          "RELEASE_DECLINED", "Nothing to do: it was declined here.",
          "DEADLINE_PASSED", "Decide earlier in the next round.");

  private NextStep() {}

  /** The step for a reason; empty when there is none to give. */
  static String of(String reason) {
    return STEPS.getOrDefault(reason, "");
  }
}
