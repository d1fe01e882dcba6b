package io.consilium.platform.facility;

import io.consilium.contract.gateway.TestReport;

/** Takes what the proving ground reports of compatibility tests. */
public interface TestReports {
  /**
   * Keeps the report; a later one for the same test replaces it.
   *
   * @throws Refused when there is no such test
   */
  void keep(TestReport report);
}
