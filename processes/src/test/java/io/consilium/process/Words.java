package io.consilium.process;

import io.consilium.contract.Beans;
import io.consilium.contract.Groups;
import io.consilium.contract.Messages;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Reason;
import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of every kind that diagrams and forms share with the code. */
final class Words {

  enum Kind {
    PROCESS,
    TOPIC,
    BEAN,
    MESSAGE,
    ERROR_CODE,
    VARIABLE,
    GROUP,
    FORM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private static final Set<String> DECISIONS = Set.of(Variables.APPROVE, Variables.DECLINE);

  private final Map<Kind, Set<String>> names = new EnumMap<>(Kind.class);

  /** What the contract in Java knows, and the forms that there are. */
  static Words ofTheContract() {
    Words words = new Words();
    words.add(Kind.PROCESS, constantsOf(ProcessKeys.class));
    words.add(Kind.TOPIC, constantsOf(Topics.class));
    words.add(Kind.BEAN, constantsOf(Beans.class));
    words.add(Kind.MESSAGE, constantsOf(Messages.class));
    words.add(Kind.GROUP, constantsOf(Groups.class));
    words.add(
        Kind.VARIABLE, constantsOf(Variables.class).filter(name -> !DECISIONS.contains(name)));
    words.add(Kind.ERROR_CODE, Arrays.stream(Reason.values()).map(Reason::name));
    words.add(Kind.ERROR_CODE, Stream.of(Reason.COMPATIBILITY_FAILED));
    words.add(Kind.FORM, Resources.forms().stream().map(Resources::nameOf));
    return words;
  }

  private static Stream<String> constantsOf(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> field.getType() == String.class && Modifier.isStatic(field.getModifiers()))
        .map(Words::valueOf);
  }

  private static String valueOf(Field constant) {
    try {
      return String.valueOf(constant.get(null));
    } catch (IllegalAccessException hidden) {
      throw new IllegalStateException("%s is not public".formatted(constant), hidden);
    }
  }

  void add(Kind kind, Stream<String> some) {
    some.forEach(name -> names.computeIfAbsent(kind, empty -> new TreeSet<>()).add(name));
  }

  void addAll(Words others) {
    others.names.forEach((kind, some) -> add(kind, some.stream()));
  }

  Set<String> of(Kind kind) {
    return names.getOrDefault(kind, Set.of());
  }

  /** The names that others do not have, each with its kind in front: {@code topic infer}. */
  List<String> minus(Words others) {
    return names.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .filter(name -> !others.of(entry.getKey()).contains(name))
                    .map(name -> entry.getKey() + " " + name))
        .collect(Collectors.toList());
  }
}
