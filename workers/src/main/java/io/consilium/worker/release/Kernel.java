package io.consilium.worker.release;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What can be added to unknown numbers without changing any known sum of them: the whole-numbered
 * kernel of a system of sums, by Gauss and Jordan in exact arithmetic.
 */
final class Kernel {
  private final int columns;
  private final List<BigInteger[]> rows = new ArrayList<>();

  private Kernel(int columns) {
    this.columns = columns;
  }

  /**
   * A basis of the kernel, each vector without a common factor.
   *
   * @param sums factors of each unknown in each sum
   */
  static List<long[]> basis(List<long[]> sums, int columns) {
    Kernel kernel = new Kernel(columns);
    for (long[] sum : sums) {
      kernel.rows.add(Arrays.stream(sum).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new));
    }
    return kernel.solve();
  }

  private List<long[]> solve() {
    int[] pivotRow = new int[columns];
    Arrays.fill(pivotRow, -1);
    int next = 0;
    for (int column = 0; column < columns; column++) {
      int pivot = next;
      while (pivot < rows.size() && rows.get(pivot)[column].signum() == 0) {
        pivot++;
      }
      if (pivot == rows.size()) {
        continue;
      }
      BigInteger[] found = rows.get(pivot);
      rows.set(pivot, rows.get(next));
      rows.set(next, found);
      for (int other = 0; other < rows.size(); other++) {
        if (other != next && rows.get(other)[column].signum() != 0) {
          eliminate(rows.get(other), found, column);
        }
      }
      pivotRow[column] = next++;
    }
    List<long[]> basis = new ArrayList<>();
    for (int free = 0; free < columns; free++) {
      if (pivotRow[free] < 0) {
        vector(free, pivotRow).ifPresent(basis::add);
      }
    }
    return basis;
  }

  private static void eliminate(BigInteger[] row, BigInteger[] pivot, int column) {
    BigInteger factor = row[column];
    BigInteger common = BigInteger.ZERO;
    for (int i = 0; i < row.length; i++) {
      row[i] = row[i].multiply(pivot[column]).subtract(pivot[i].multiply(factor));
      common = common.gcd(row[i]);
    }
    if (common.signum() > 0) {
      for (int i = 0; i < row.length; i++) {
        row[i] = row[i].divide(common);
      }
    }
  }

  /** The vector in which one free unknown moves; nothing when it does not fit into 63 bits. */
  private Optional<long[]> vector(int free, int[] pivotRow) {
    BigInteger scale = BigInteger.ONE;
    for (int column = 0; column < columns; column++) {
      if (pivotRow[column] >= 0) {
        BigInteger pivot = rows.get(pivotRow[column])[column].abs();
        scale = scale.divide(scale.gcd(pivot)).multiply(pivot);
      }
    }
    BigInteger[] vector = new BigInteger[columns];
    BigInteger common = scale;
    for (int column = 0; column < columns; column++) {
      if (column == free) {
        vector[column] = scale;
      } else if (pivotRow[column] < 0) {
        vector[column] = BigInteger.ZERO;
      } else {
        BigInteger[] row = rows.get(pivotRow[column]);
        vector[column] = row[free].multiply(scale).divide(row[column]).negate();
      }
      common = common.gcd(vector[column]);
    }
    long[] whole = new long[columns];
    for (int column = 0; column < columns; column++) {
      BigInteger reduced = vector[column].divide(common);
      if (reduced.bitLength() >= Integer.SIZE) {
        return Optional.empty();
      }
      whole[column] = reduced.longValue();
    }
    return Optional.of(whole);
  }
}
