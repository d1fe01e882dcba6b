package io.consilium.worker.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The catalogue says what is tried, and leaves nothing out. */
class CatalogueTest {
  /** Measure 15 concerns reports of the platform, and 18 and above its gateway and what follows. */
  private static final List<Integer> OF_THE_FACILITY =
      IntStream.rangeClosed(1, 17).filter(measure -> measure != 15).boxed().toList();

  private static final int FEWEST = 40;

  private final Catalogue catalogue = Catalogue.read();

  @Test
  void everyAttackOfTheCatalogueIsATestAndEveryAttackIsInTheCatalogue() throws Exception {
    Map<String, String> listed = new TreeMap<>();
    catalogue.entries().forEach(entry -> listed.put(entry.id(), entry.test()));

    assertThat(tests()).isEqualTo(listed).hasSizeGreaterThanOrEqualTo(FEWEST);
  }

  @Test
  void everyMeasureOfTheFacilityIsAttacked() {
    assertThat(catalogue.entries().stream().map(Catalogue.Entry::measure).distinct())
        .containsAll(OF_THE_FACILITY);
  }

  private static Map<String, String> tests() throws ReflectiveOperationException {
    Map<String, String> tests = new TreeMap<>();
    for (Class<?> type :
        ReflectionSupport.findAllClassesInPackage(
            "io.consilium.worker", found -> true, name -> name.endsWith("Test"))) {
      for (Method test :
          ReflectionSupport.findMethods(
              type,
              method -> method.isAnnotationPresent(Attack.class),
              HierarchyTraversalMode.TOP_DOWN)) {
        for (List<Object> arguments : arguments(test)) {
          tests.put(Zoo.id(test, arguments), type.getSimpleName());
        }
      }
    }
    return tests;
  }

  /** The first argument of each invocation, as JUnit reads it from the annotation. */
  private static List<List<Object>> arguments(Method test) throws ReflectiveOperationException {
    List<List<Object>> arguments = new ArrayList<>();
    if (test.isAnnotationPresent(ValueSource.class)) {
      for (String value : test.getAnnotation(ValueSource.class).strings()) {
        arguments.add(List.of(value));
      }
    } else if (test.isAnnotationPresent(CsvSource.class)) {
      CsvSource source = test.getAnnotation(CsvSource.class);
      Stream<String> lines =
          source.textBlock().isEmpty()
              ? Stream.of(source.value())
              : source.textBlock().lines().filter(line -> !line.isBlank());
      lines.forEach(line -> arguments.add(List.of(line.split("[,|]", 2)[0].strip())));
    } else if (test.isAnnotationPresent(MethodSource.class)) {
      Method method =
          test.getDeclaringClass()
              .getDeclaredMethod(test.getAnnotation(MethodSource.class).value()[0]);
      method.setAccessible(true);
      ((List<?>) method.invoke(null)).forEach(value -> arguments.add(List.of(value)));
    } else {
      arguments.add(List.of());
    }
    return arguments;
  }
}
