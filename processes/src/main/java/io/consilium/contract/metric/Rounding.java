package io.consilium.contract.metric;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Rounding of released numbers. It works on the exact decimal expansion of the double, ties to the
 * even digit: the same as Python's round.
 */
public final class Rounding {
  /** Significant digits of a released standard error. */
  public static final int STANDARD_ERROR_DIGITS = 3;

  /** Digits after the point that a released standard error can have. */
  public static final int STANDARD_ERROR_DECIMALS = 12;

  private Rounding() {}

  /**
   * The value with at most that many digits after the point.
   *
   * @param value a finite number
   */
  public static BigDecimal toDecimals(double value, int decimals) {
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
  }

  /**
   * A standard error with 3 significant digits, so that a large number of people does not round it
   * to zero. Below 10^-12 it is zero: its exponent must not carry a message.
   *
   * @param standardError a finite number
   */
  public static BigDecimal standardError(double standardError) {
    BigDecimal rounded =
        new BigDecimal(standardError)
            .round(new MathContext(STANDARD_ERROR_DIGITS, RoundingMode.HALF_EVEN));
    int scale = Math.min(Math.max(rounded.scale(), 0), STANDARD_ERROR_DECIMALS);
    return rounded.setScale(scale, RoundingMode.HALF_EVEN);
  }
}
