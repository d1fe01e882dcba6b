package io.consilium.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Variables;
import io.consilium.process.Words.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a form must keep to: it shows and asks for known variables only, and evaluates nothing. */
final class FormRules {
  private static final Set<String> COMPONENTS =
      Set.of("text", "textfield", "number", "radio", "textarea");
  private static final Set<String> ASKED = Set.of(Variables.DECISION, Variables.COMMENT);
  private static final Pattern SHOWN = Pattern.compile("\\{\\{(.*?)}}");
  private static final Pattern NAME = Pattern.compile("\\w+");

  private FormRules() {}

  /** The variables that a form shows or asks for. */
  static Words wordsOf(JsonNode form) {
    Words words = new Words();
    words.add(
        Kind.VARIABLE,
        components(form)
            .map(component -> component.path("key").asText())
            .filter(key -> !key.isEmpty()));
    words.add(Kind.VARIABLE, shownIn(form).filter(shown -> NAME.matcher(shown).matches()));
    return words;
  }

  private static Stream<String> shownIn(JsonNode form) {
    return components(form)
        .map(component -> SHOWN.matcher(component.path("text").asText()))
        .flatMap(Matcher::results)
        .map(match -> match.group(1).strip());
  }

  private static Stream<JsonNode> components(JsonNode form) {
    return StreamSupport.stream(form.path("components").spliterator(), false);
  }

  static List<String> problemsOf(String fileName, JsonNode form, Words contract) {
    List<String> problems = new ArrayList<>();
    if (!fileName.equals(form.path("id").asText() + ".form")) {
      problems.add("The file %s holds the form %s".formatted(fileName, form.path("id").asText()));
    }
    components(form)
        .map(component -> component.path("type").asText())
        .filter(type -> !COMPONENTS.contains(type))
        .forEach(
            type -> problems.add("No form may have a component of the type %s".formatted(type)));
    shownIn(form)
        .filter(shown -> !NAME.matcher(shown).matches())
        .forEach(shown -> problems.add("{{%s}} is more than a variable".formatted(shown)));
    form.findValues("conditional").forEach(any -> problems.add("No form may have conditions"));
    if (fileName.endsWith("-review.form")) {
      checkReview(form, problems);
    }
    wordsOf(form)
        .minus(contract)
        .forEach(unknown -> problems.add("The contract does not know the " + unknown));
    return problems;
  }

  private static void checkReview(JsonNode form, List<String> problems) {
    JsonNode decision =
        components(form)
            .filter(component -> component.path("key").asText().equals(Variables.DECISION))
            .findFirst()
            .orElse(form.path("none"));
    if (!new TreeSet<>(decision.path("values").findValuesAsText("value"))
        .equals(new TreeSet<>(Set.of(Variables.APPROVE, Variables.DECLINE)))) {
      problems.add(
          "A review is decided by %s or %s".formatted(Variables.APPROVE, Variables.DECLINE));
    }
    if (!decision.path("validate").path("required").asBoolean()) {
      problems.add("A review's decision is required");
    }
    components(form)
        .filter(
            component -> component.has("key") && !ASKED.contains(component.path("key").asText()))
        .filter(component -> !component.path("disabled").asBoolean())
        .forEach(
            component ->
                problems.add(
                    "A review may not change %s".formatted(component.path("key").asText())));
  }
}
