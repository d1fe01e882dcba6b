package io.consilium.worker.release;

import io.consilium.contract.metric.Group;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Withholds further counts until no withheld one can be derived from the rest.
 *
 * <p>A withheld count is safe when another table exists that agrees with everything outside, and in
 * which it has another value: the same sums, no count below 0 or above the number of people, and no
 * count that was small become large. Such a table is looked for among the true one plus or minus
 * vectors of the {@link Kernel}, and sums of a few of them. When none is found the count is taken
 * to be derivable; so the search can withhold too much, and never too little.
 */
final class Suppression {
  /** Unknown counts that hang together beyond which all that hangs together is withheld. */
  private static final int MOST_UNKNOWN = 120;

  /** Basis vectors up to which sums of four are tried, and not only of two. */
  private static final int FEW_MOVES = 12;

  private final CountTable table;
  private final int minimum;
  private final long people;
  private final Set<Cell> known;
  private final Function<Cell, Set<Cell>> companions;
  private final List<Cell> order;

  /**
   * A suppression.
   *
   * @param minimum fewest people; that a withheld count is below it counts as known
   * @param people no count is larger, which is known too
   * @param known counts that are outside already: withholding them hides nothing
   * @param companions what is withheld together with a count
   */
  Suppression(
      CountTable table,
      int minimum,
      long people,
      Set<Cell> known,
      Function<Cell, Set<Cell>> companions) {
    this.table = table;
    this.minimum = minimum;
    this.people = people;
    this.known = known;
    this.companions = companions;
    this.order = List.copyOf(table.values().keySet());
  }

  /**
   * What came out.
   *
   * @param further counts to withhold beside those that were given
   * @param derivable withheld counts that follow from what left earlier, whatever is withheld now
   */
  record Result(Set<Cell> further, Set<Cell> derivable) {}

  Result complete(Set<Cell> withheld) {
    Set<Cell> hidden = new LinkedHashSet<>(withheld);
    Set<Cell> derivable = new LinkedHashSet<>();
    Optional<Exposed> exposed = exposed(hidden, derivable);
    while (exposed.isPresent()) {
      Set<Cell> further = further(exposed.get(), hidden);
      if (further.isEmpty()) {
        derivable.add(exposed.get().cell());
      }
      hidden.addAll(further);
      exposed = exposed(hidden, derivable);
    }
    Set<Cell> more = new LinkedHashSet<>(hidden);
    more.removeAll(withheld);
    return new Result(more, derivable);
  }

  /** A withheld count that can be derived, and the unknown counts with which it hangs together. */
  private record Exposed(Cell cell, List<Cell> component) {}

  private Optional<Exposed> exposed(Set<Cell> hidden, Set<Cell> derivable) {
    Set<Cell> unknown = new LinkedHashSet<>(order);
    unknown.retainAll(hidden);
    unknown.removeAll(known);
    for (List<Cell> component : components(unknown)) {
      if (component.size() > MOST_UNKNOWN) {
        Exposed whole = new Exposed(component.get(0), component);
        if (!further(whole, hidden).isEmpty()) {
          return Optional.of(whole);
        }
        continue;
      }
      List<long[]> moves = moves(component);
      for (int i = 0; i < component.size(); i++) {
        if (!derivable.contains(component.get(i)) && !canDiffer(i, component, moves)) {
          return Optional.of(new Exposed(component.get(i), component));
        }
      }
    }
    return Optional.empty();
  }

  /** Unknown counts that share sums, directly or through others. */
  private List<List<Cell>> components(Set<Cell> unknown) {
    List<List<Cell>> components = new ArrayList<>();
    Set<Cell> left = new LinkedHashSet<>(unknown);
    while (!left.isEmpty()) {
      Set<Cell> component = new LinkedHashSet<>();
      Deque<Cell> next = new ArrayDeque<>(List.of(left.iterator().next()));
      while (!next.isEmpty()) {
        Cell cell = next.pop();
        if (component.add(cell)) {
          table.sums().stream()
              .filter(sum -> sum.containsKey(cell))
              .flatMap(sum -> sum.keySet().stream())
              .filter(unknown::contains)
              .forEach(next::push);
        }
      }
      left.removeAll(component);
      components.add(order.stream().filter(component::contains).toList());
    }
    return components;
  }

  private List<long[]> moves(List<Cell> component) {
    List<long[]> sums = new ArrayList<>();
    for (Map<Cell, Long> sum : table.sums()) {
      long[] factors = component.stream().mapToLong(cell -> sum.getOrDefault(cell, 0L)).toArray();
      for (long factor : factors) {
        if (factor != 0) {
          sums.add(factors);
          break;
        }
      }
    }
    return widened(Kernel.basis(sums, component.size()));
  }

  /** With sums and differences of two: where counts are 0 a vector alone often leads below. */
  private static List<long[]> widened(List<long[]> basis) {
    List<long[]> moves = new ArrayList<>(basis);
    if (basis.size() <= FEW_MOVES) {
      for (int i = 0; i < basis.size(); i++) {
        for (int j = i + 1; j < basis.size(); j++) {
          moves.add(sum(basis.get(i), basis.get(j), 1));
          moves.add(sum(basis.get(i), basis.get(j), -1));
        }
      }
    }
    return moves;
  }

  private static long[] sum(long[] first, long[] second, int sign) {
    long[] sum = new long[first.length];
    Arrays.setAll(sum, i -> first[i] + sign * second[i]);
    return sum;
  }

  private boolean canDiffer(int index, List<Cell> component, List<long[]> moves) {
    for (int i = 0; i < moves.size(); i++) {
      if (fits(component, moves.get(i), moves.get(i), 1, 0, index)
          || fits(component, moves.get(i), moves.get(i), -1, 0, index)) {
        return true;
      }
    }
    for (int i = 0; i < moves.size(); i++) {
      for (int j = i + 1; j < moves.size(); j++) {
        for (int signs = 0; signs < 4; signs++) {
          int first = (signs & 1) == 0 ? 1 : -1;
          int second = (signs & 2) == 0 ? 1 : -1;
          if (fits(component, moves.get(i), moves.get(j), first, second, index)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether the true table plus both moves is one that could be, with another value there. */
  private boolean fits(
      List<Cell> component, long[] first, long[] second, int times, int plus, int index) {
    if (times * first[index] + plus * second[index] == 0) {
      return false;
    }
    for (int i = 0; i < first.length; i++) {
      long value = table.values().getOrDefault(component.get(i), 0L);
      long changed = value + times * first[i] + plus * second[i];
      long most = value < minimum && minimum > 1 ? minimum - 1L : Math.max(people, value);
      if (changed < 0 || changed > most) {
        return false;
      }
    }
    return true;
  }

  /**
   * What to withhold for an exposed count: the count nearest to it, small ones and levels first,
   * since everyone is asked for most.
   */
  private Set<Cell> further(Exposed exposed, Set<Cell> hidden) {
    Set<Cell> near = new HashSet<>();
    Set<Cell> far = new HashSet<>();
    for (Map<Cell, Long> sum : table.sums()) {
      if (exposed.component().stream().anyMatch(sum::containsKey)) {
        for (Cell cell : sum.keySet()) {
          if (!hidden.contains(cell) && !known.contains(cell)) {
            (sum.containsKey(exposed.cell()) ? near : far).add(cell);
          }
        }
      }
    }
    if (exposed.component().size() > MOST_UNKNOWN) {
      near.addAll(far);
      return near;
    }
    Comparator<Cell> nearest =
        Comparator.<Cell, Boolean>comparing(cell -> cell.group().equals(Group.OVERALL))
            .thenComparing(cell -> table.values().getOrDefault(cell, 0L))
            .thenComparing(order::indexOf);
    Set<Cell> further = new LinkedHashSet<>();
    (near.isEmpty() ? far : near)
        .stream()
            .min(nearest)
            .ifPresent(
                cell -> {
                  further.add(cell);
                  further.addAll(companions.apply(cell));
                });
    return further;
  }
}
