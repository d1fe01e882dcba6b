package io.consilium.contract.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoundingTest {
  /** The expected digits are what Python 3.11 prints for round(value, decimals). */
  @ParameterizedTest
  @CsvSource({
    "2.675, 2, 2.67",
    "0.125, 2, 0.12",
    "0.375, 2, 0.38",
    "0.5, 0, 0",
    "1.5, 0, 2",
    "2.5, 0, 2",
    "-2.5, 0, -2",
    "0.97315, 4, 0.9731",
    "0.00005, 4, 0.0001",
    "1e-300, 4, 0",
    "123456789.123456, 3, 123456789.123"
  })
  void aValueIsRoundedAsPythonDoes(double value, int decimals, BigDecimal rounded) {
    assertThat(Rounding.toDecimals(value, decimals)).isEqualByComparingTo(rounded);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0123456, 0.0123",
    "0.01235, 0.0123",
    "0.00098765, 0.000988",
    "0.9996, 1",
    "123.456, 123",
    "123456, 123000",
    "1.23456e-9, 1.23e-9",
    "1.23456e-11, 1.2e-11",
    "4e-13, 0",
    "1e-300, 0",
    "0, 0"
  })
  void aStandardErrorKeepsThreeSignificantDigits(double error, BigDecimal rounded) {
    assertThat(Rounding.standardError(error)).isEqualByComparingTo(rounded);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void roundingIsNearIdempotentAndKeepsTheOrder(double value) {
    for (int decimals = 0; decimals <= 6; decimals++) {
      BigDecimal rounded = Rounding.toDecimals(value, decimals);
      BigDecimal half = new BigDecimal("0.5").movePointLeft(decimals);

      assertThat(rounded.scale()).isLessThanOrEqualTo(decimals);
      assertThat(rounded.subtract(new BigDecimal(value)).abs()).isLessThanOrEqualTo(half);
      assertThat(Rounding.toDecimals(rounded.doubleValue(), decimals))
          .isEqualByComparingTo(rounded);
      assertThat(Rounding.toDecimals(Math.nextUp(value), decimals)).isGreaterThanOrEqualTo(rounded);
      assertThat(Rounding.toDecimals(-value, decimals)).isEqualByComparingTo(rounded.negate());
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void aRoundedStandardErrorIsNearAndIdempotent(double value) {
    double error = Math.abs(value);
    BigDecimal rounded = Rounding.standardError(error);

    assertThat(rounded.stripTrailingZeros().precision()).isLessThanOrEqualTo(3);
    assertThat(rounded.doubleValue()).isCloseTo(error, within(error * 0.005 + 0.6e-12));
    assertThat(Rounding.standardError(rounded.doubleValue())).isEqualByComparingTo(rounded);
  }

  @Test
  void aTieOfTheExactExpansionGoesToTheEvenDigit() {
    for (int i = 0; i < 1000; i++) {
      double tie = i + 0.5;
      BigDecimal even = new BigDecimal(tie).setScale(0, RoundingMode.HALF_EVEN);

      assertThat(even.intValueExact() % 2).isZero();
      assertThat(Rounding.toDecimals(tie, 0)).isEqualByComparingTo(even);
    }
  }

  static DoubleStream numbers() {
    Random random = new Random(20_260_501);
    return DoubleStream.concat(
        DoubleStream.of(0, 1, 0.5, 1e-12, 0.1, 1.0 / 3, 2.0 / 3, 0.99995, 99_999.5),
        DoubleStream.generate(
                () -> (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(14) - 8))
            .limit(300));
  }
}
