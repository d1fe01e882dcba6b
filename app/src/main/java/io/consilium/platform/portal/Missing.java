package io.consilium.platform.portal;

import io.consilium.contract.Reason;
import io.consilium.platform.result.Report.Cell;

/** Why a cell is empty, in the few words that fit into it. */
final class Missing {
  private Missing() {}

  static String words(Cell cell) {
    return cell.reason().map(Missing::words).orElse("withheld");
  }

  static String words(Reason reason) {
    return switch (reason) {
      case IMAGE_UNAVAILABLE -> "image unavailable";
      case REFUSED -> "refused";
      case DATA_UNAVAILABLE -> "data unavailable";
      case DATA_CHANGED -> "data changed";
      case STEP_FAILED -> "step failed";
      case WORK_OUTSTANDING -> "work outstanding";
      case WITHHELD -> "withheld";
      case RELEASE_DECLINED -> "release declined";
      case CANCELLED -> "cancelled";
      case WORKER_LOST -> "worker lost";
      case DEADLINE_PASSED -> "deadline passed";
    };
  }
}
