package io.consilium.worker.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The catalogue says what is tried, and leaves nothing out. */
class CatalogueTest {
  /** Measure 15 concerns reports of the platform, and those above 17 what is not of the zoo. */
  private static final List<Integer> OF_THE_FACILITY =
      IntStream.rangeClosed(1, 17).filter(measure -> measure != 15).boxed().toList();

  private static final int FEWEST = 40;

  private final Catalogue catalogue = Catalogue.read();

  @Test
  void everyAttackOfTheCatalogueIsATestAndEveryAttackIsInTheCatalogue() {
    Map<String, String> listed = new TreeMap<>();
    catalogue.entries().forEach(entry -> listed.put(entry.id(), entry.test()));
    Map<String, String> tests = new TreeMap<>();
    Attempt.all()
        .forEach(
            attempt -> tests.put(attempt.id(), attempt.test().getDeclaringClass().getSimpleName()));

    assertThat(tests).isEqualTo(listed).hasSizeGreaterThanOrEqualTo(FEWEST);
  }

  @Test
  void everyMeasureOfTheFacilityIsAttacked() {
    assertThat(catalogue.entries().stream().map(Catalogue.Entry::measure).distinct())
        .containsAll(OF_THE_FACILITY);
  }

  @Test
  void everyMeasureOfTheFacilityIsTakenAwayByAMutationThatNamesItsAttacks() {
    List<Mutation> mutations = Mutation.all();

    assertThat(mutations.stream().map(Mutation::measure).distinct()).containsAll(OF_THE_FACILITY);
    mutations.forEach(mutation -> mutation.attacks().forEach(catalogue::require));
  }
}
