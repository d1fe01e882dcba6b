package io.consilium.contract.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
  @ParameterizedTest
  @MethodSource("lines")
  void aLineIsSplitAsAShellDoes(String line, List<String> words) {
    assertThat(ShellWords.split(line)).contains(words);
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of("  a \t b\n", List.of("a", "b")),
        Arguments.of("a 'b c' \"d e\"", List.of("a", "b c", "d e")),
        Arguments.of("a'b'\"c\"", List.of("abc")),
        Arguments.of("'' \"\"", List.of("", "")),
        Arguments.of("a\\ b \\\\", List.of("a b", "\\")),
        Arguments.of("'a\\b' \"a\\\"b\\c\"", List.of("a\\b", "a\"b\\c")),
        Arguments.of("$HOME `ls` a;b", List.of("$HOME", "`ls`", "a;b")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a", "a\"", "a\\", "\"a\\\""})
  void anUnfinishedLineIsNotSplit(String line) {
    assertThat(ShellWords.split(line)).isEmpty();
  }
}
