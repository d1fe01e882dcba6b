package io.consilium.process;

import io.consilium.contract.Groups;
import io.consilium.contract.Ids;
import io.consilium.contract.Variables;
import java.util.Map;

/** The example that the tests tell of. */
final class Example {
  static final String BENCHMARK = "breast-fna";
  static final String REVISION = Ids.revision(BENCHMARK, 1);
  static final String COMMITTEE = Groups.committeeOf(BENCHMARK);
  static final String DIGEST = "sha256:" + "a".repeat(64);
  static final String FACILITY = "aurora";
  static final String DATASET = Ids.dataset(FACILITY, "fna");
  static final String MODEL = "random-forest";

  /** What is known when a revision of the example benchmark is submitted. */
  static Map<String, Object> revision() {
    return Map.of(
        Variables.BENCHMARK_ID,
        BENCHMARK,
        Variables.REVISION_NUMBER,
        1,
        Variables.TITLE,
        "Malignancy from fine-needle aspirates of the breast",
        Variables.SUBMITTER,
        "ines");
  }

  private Example() {}
}
