package io.consilium.worker.claim;

import io.consilium.contract.Ids;
import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import io.consilium.worker.authorisation.Order;
import io.consilium.worker.authorisation.Order.Preparation.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads an order from a task's topic and variables. */
final class Orders {
  private static final Pattern CASE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

  private static final List<String> OF_A_TEST =
      List.of(
          Variables.TEST_ID, Variables.BENCHMARK_ID, Variables.REVISION_NUMBER, Variables.MODEL_ID);

  private static final List<String> OF_A_PREPARATION =
      List.of(
          Variables.DATASET_ID,
          Variables.BENCHMARK_ID,
          Variables.REVISION_NUMBER,
          Variables.REVISION_DIGEST);

  private static final List<String> OF_AN_EXECUTION =
      List.of(
          Variables.EXECUTION_ID,
          Variables.ROUND_ID,
          Variables.DATASET_ID,
          Variables.BENCHMARK_ID,
          Variables.REVISION_NUMBER,
          Variables.REVISION_DIGEST,
          Variables.MODEL_ID);

  private static final Map<String, List<String>> VARIABLES =
      Map.of(
          Topics.COMPATIBILITY_TEST, OF_A_TEST,
          Topics.PREPARE, OF_A_PREPARATION,
          Topics.SANITY_CHECK, OF_A_PREPARATION,
          Topics.STATISTICS, OF_A_PREPARATION,
          Topics.INFER, OF_AN_EXECUTION,
          Topics.EVALUATE, OF_AN_EXECUTION);

  private final Function<String, Optional<Object>> variables;

  private Orders(Function<String, Optional<Object>> variables) {
    this.variables = variables;
  }

  /** An order that cannot be read. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  /** What the worker asks to know of a task. */
  static List<String> variables(String topic) {
    return VARIABLES.getOrDefault(topic, List.of());
  }

  /**
   * Reads an order.
   *
   * @throws Unreadable when the topic is unknown or a variable is missing or malformed
   */
  static Order read(String topic, Function<String, Optional<Object>> variables) throws Unreadable {
    Orders reader = new Orders(variables);
    return switch (topic) {
      case Topics.COMPATIBILITY_TEST -> reader.test();
      case Topics.PREPARE -> reader.preparation(Stage.PREPARE);
      case Topics.SANITY_CHECK -> reader.preparation(Stage.SANITY_CHECK);
      case Topics.STATISTICS -> reader.preparation(Stage.STATISTICS);
      case Topics.INFER ->
          new Order.Inference(
              reader.caseId(Variables.EXECUTION_ID),
              reader.caseId(Variables.ROUND_ID),
              reader.caseId(Variables.DATASET_ID),
              reader.name(Variables.MODEL_ID),
              reader.revision());
      case Topics.EVALUATE ->
          new Order.Evaluation(
              reader.caseId(Variables.EXECUTION_ID),
              reader.caseId(Variables.ROUND_ID),
              reader.caseId(Variables.DATASET_ID),
              reader.name(Variables.MODEL_ID),
              reader.revision());
      default -> throw new Unreadable("this worker knows no topic " + topic);
    };
  }

  private Order test() throws Unreadable {
    return new Order.CompatibilityTest(
        caseId(Variables.TEST_ID),
        name(Variables.BENCHMARK_ID),
        number(),
        variables.apply(Variables.MODEL_ID).isPresent()
            ? Optional.of(name(Variables.MODEL_ID))
            : Optional.empty());
  }

  private Order preparation(Stage stage) throws Unreadable {
    return new Order.Preparation(stage, caseId(Variables.DATASET_ID), revision());
  }

  private Order.RevisionRef revision() throws Unreadable {
    String digest = text(Variables.REVISION_DIGEST);
    if (!Ids.isDigest(digest)) {
      throw new Unreadable("the task's variable revisionDigest is not a digest");
    }
    return new Order.RevisionRef(name(Variables.BENCHMARK_ID), number(), digest);
  }

  private int number() throws Unreadable {
    Object value = variables.apply(Variables.REVISION_NUMBER).orElse("");
    if (value instanceof Integer number && number > 0) {
      return number;
    }
    throw new Unreadable("the task's variable revisionNumber is not a number from 1");
  }

  private String name(String variable) throws Unreadable {
    String value = text(variable);
    if (!Ids.isName(value)) {
      throw new Unreadable("the task's variable " + variable + " is not an id");
    }
    return value;
  }

  /** Such ids become names of folders here. */
  private String caseId(String variable) throws Unreadable {
    String value = text(variable);
    if (!CASE.matcher(value).matches()) {
      throw new Unreadable("the task's variable " + variable + " is not an id");
    }
    return value;
  }

  private String text(String variable) throws Unreadable {
    Object value = variables.apply(variable).orElse("");
    if (value instanceof String text) {
      return text;
    }
    throw new Unreadable("the task's variable " + variable + " is not a text");
  }
}
