package io.consilium.contract.metric;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One released number, or the fact that it is missing.
 *
 * @param value the value, rounded to the decimals that the schema declares
 * @param standardError its standard error, to 3 significant digits
 * @param interval its confidence limits, low and high
 * @param missing {@value #WITHHELD} when there is no value: undefined and suppressed look the same
 */
public record MetricValue(
    Optional<BigDecimal> value,
    @JsonProperty("standard_error") Optional<BigDecimal> standardError,
    Optional<List<BigDecimal>> interval,
    Optional<String> missing) {
  /** The only word that may stand in the place of a value. */
  public static final String WITHHELD = "WITHHELD";

  private static final int MOST_DIGITS = 40;

  public MetricValue {
    value = value.map(MetricValue::plain);
    standardError = standardError.map(MetricValue::plain);
    interval = interval.map(limits -> limits.stream().map(MetricValue::plain).toList());
    if (missing.isPresent() == value.isPresent()
        || missing.filter(word -> !word.equals(WITHHELD)).isPresent()
        || (missing.isPresent() && (standardError.isPresent() || interval.isPresent()))
        || interval.filter(limits -> limits.size() != 2).isPresent()) {
      throw new IllegalArgumentException(
          "a metric has either a value, perhaps with its uncertainty, or the word " + WITHHELD);
    }
  }

  /**
   * Equal numbers get equal digits. The bound comes first: an exponent in the millions would become
   * as many digits.
   */
  private static BigDecimal plain(BigDecimal number) {
    if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
      throw new IllegalArgumentException("a number has more than " + MOST_DIGITS + " digits");
    }
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** A value without uncertainty. */
  public static MetricValue of(BigDecimal value) {
    return new MetricValue(
        Optional.of(value), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A value with its standard error. */
  public static MetricValue of(BigDecimal value, BigDecimal standardError) {
    return new MetricValue(
        Optional.of(value), Optional.of(standardError), Optional.empty(), Optional.empty());
  }

  /** A value that is undefined or suppressed. */
  public static MetricValue withheld() {
    return new MetricValue(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(WITHHELD));
  }
}
