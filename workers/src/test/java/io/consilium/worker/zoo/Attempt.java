package io.consilium.worker.zoo;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * One invocation of a test that attacks.
 *
 * @param id of the attack; several invocations may share one
 * @param test the method
 * @param iteration which of the method's invocations, from 0; nothing when it has but one
 */
record Attempt(String id, Method test, Optional<Integer> iteration) {
  /** All attacks of the worker's tests. */
  static List<Attempt> all() {
    List<Attempt> all = new ArrayList<>();
    for (Class<?> type :
        ReflectionSupport.findAllClassesInPackage(
            "io.consilium.worker", found -> true, name -> name.endsWith("Test"))) {
      for (Method test :
          ReflectionSupport.findMethods(
              type,
              method -> method.isAnnotationPresent(Attack.class),
              HierarchyTraversalMode.TOP_DOWN)) {
        List<String> arguments = firstArguments(test);
        if (arguments.isEmpty()) {
          all.add(new Attempt(Zoo.id(test, List.of()), test, Optional.empty()));
        }
        for (int i = 0; i < arguments.size(); i++) {
          all.add(new Attempt(Zoo.id(test, List.of(arguments.get(i))), test, Optional.of(i)));
        }
      }
    }
    return all;
  }

  /** The first argument of each invocation, as JUnit reads it from the annotation. */
  private static List<String> firstArguments(Method test) {
    return Stream.of(values(test), csv(test), method(test)).flatMap(List::stream).toList();
  }

  private static List<String> values(Method test) {
    return Optional.ofNullable(test.getAnnotation(ValueSource.class))
        .map(source -> List.of(source.strings()))
        .orElse(List.of());
  }

  private static List<String> csv(Method test) {
    return Optional.ofNullable(test.getAnnotation(CsvSource.class)).stream()
        .flatMap(
            source ->
                source.textBlock().isEmpty()
                    ? Stream.of(source.value())
                    : source.textBlock().lines().filter(line -> !line.isBlank()))
        .map(line -> line.split("[,|]", 2)[0].strip())
        .toList();
  }

  private static List<String> method(Method test) {
    return Optional.ofNullable(test.getAnnotation(MethodSource.class))
        .map(source -> source.value()[0])
        .map(name -> call(test.getDeclaringClass(), name))
        .orElse(List.of());
  }

  private static List<String> call(Class<?> type, String name) {
    try {
      Method source = type.getDeclaredMethod(name);
      source.setAccessible(true);
      return ((List<?>) source.invoke(null)).stream().map(String::valueOf).toList();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " gives no list of " + name, e);
    }
  }
}
