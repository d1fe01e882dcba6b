package io.consilium.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The check of forms")
class FormRulesTest {
  private static final String GOOD =
      """
      {"id": "round-review", "components": [
        {"type": "text", "text": "# Review\\n[The report](/rounds/{{roundId}})"},
        {"type": "textfield", "key": "title", "disabled": true},
        {"type": "radio", "key": "decision", "validate": {"required": true},
         "values": [{"label": "Yes", "value": "approve"}, {"label": "No", "value": "decline"}]},
        {"type": "textarea", "key": "comment"}]}
      """;

  @Test
  void finds_nothing_wrong_with_a_good_form() throws JsonProcessingException {
    assertThat(problemsOf(GOOD)).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          "title"                            | "titel"                                  | The contract does not know the variable titel
          {{roundId}}                        | {{round}}                                | The contract does not know the variable round
          {{roundId}}                        | {{roundId + title}}                      | {{roundId + title}} is more than a variable
          "id": "round-review"               | "id": "round-revue"                      | The file round-review.form holds the form round-revue
          "type": "textfield"                | "type": "html"                           | No form may have a component of the type html
          "disabled": true                   | "disabled": true, "conditional": {}      | No form may have conditions
          , "disabled": true                 | !!                                       | A review may not change title
          "approve"                          | "yes"                                    | A review is decided by approve or decline
          "key": "decision"                  | "key": "comment"                         | A review is decided by approve or decline
          "required": true                   | "required": false                        | A review's decision is required
          """)
  void catches(String place, String spoilt, String problem) throws JsonProcessingException {
    assertThat(GOOD).contains(place);

    assertThat(problemsOf(GOOD.replace(place, spoilt))).contains(problem);
  }

  private static List<String> problemsOf(String json) throws JsonProcessingException {
    return FormRules.problemsOf(
        "round-review.form", new ObjectMapper().readTree(json), Words.ofTheContract());
  }
}
