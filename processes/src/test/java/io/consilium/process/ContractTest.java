package io.consilium.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.contract.Beans;
import io.consilium.contract.Groups;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Reason;
import io.consilium.contract.Variables;
import io.consilium.process.Words.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Diagrams and forms keep to the contract")
class ContractTest {
  private static final Words CONTRACT = Words.ofTheContract();
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Arguments> diagrams() {
    return Resources.diagrams().stream().map(file -> arguments(Resources.nameOf(file)));
  }

  static Stream<Arguments> forms() {
    return Resources.forms().stream().map(file -> arguments(Resources.nameOf(file), file));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("diagrams")
  void every_diagram_does(String process) {
    assertThat(DiagramRules.problemsOf(process + ".bpmn", Resources.diagram(process), CONTRACT))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void every_form_does(String name, Path file) throws IOException {
    assertThat(FormRules.problemsOf(name + ".form", JSON.readTree(file.toFile()), CONTRACT))
        .isEmpty();
  }

  @Test
  void nothing_is_in_the_contract_that_neither_a_diagram_nor_a_form_names() throws IOException {
    Words named = new Words();
    Resources.diagrams()
        .forEach(
            file -> named.addAll(DiagramRules.wordsOf(Resources.diagram(Resources.nameOf(file)))));
    for (Path file : Resources.forms()) {
      named.addAll(FormRules.wordsOf(JSON.readTree(file.toFile())));
    }

    assertThat(CONTRACT.minus(named))
        .containsExactlyInAnyOrderElementsOf(namedByTheCodeAlone().minus(new Words()));
  }

  /**
   * Reasons are caught whatever they are; some variables are only carried; some groups decide
   * outside Tasklist.
   */
  private static Words namedByTheCodeAlone() {
    Words words = new Words();
    words.add(
        Kind.ERROR_CODE,
        Arrays.stream(Reason.values())
            .filter(reason -> reason != Reason.WORK_OUTSTANDING)
            .map(Reason::name));
    words.add(
        Kind.VARIABLE,
        Stream.of(Variables.EXECUTION_ID, Variables.REVISION_DIGEST, Variables.RESULT_ID));
    words.add(
        Kind.GROUP, Stream.of(Groups.OPERATORS, Groups.MODEL_OWNERS, Groups.BENCHMARK_OWNERS));
    return words;
  }

  @Test
  void the_list_of_all_beans_is_complete() {
    assertThat(Beans.ALL).containsExactlyInAnyOrderElementsOf(CONTRACT.of(Kind.BEAN));
  }

  @Test
  void every_process_has_its_paths_walked() {
    assertThat(CONTRACT.of(Kind.PROCESS))
        .contains(ProcessKeys.EXECUTION)
        .allSatisfy(
            process ->
                assertThat(
                        Class.forName(
                                "%s.%sPathsTest".formatted(getClass().getPackageName(), process))
                            .getAnnotation(PathsOf.class)
                            .value())
                    .isEqualTo(process));
  }
}
