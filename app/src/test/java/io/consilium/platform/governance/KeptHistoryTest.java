package io.consilium.platform.governance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.platform.scenario.Scenario;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The registry's database refuses")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptHistoryTest extends Scenario {
  private String revisionId = "";

  @BeforeAll
  void prepare() {
    revisionId = activeBenchmark().id();
  }

  @ParameterizedTest
  @ValueSource(strings = {"decision", "association_entry", "model", "result"})
  @DisplayName("to remove entries of a history")
  void removal(String table) {
    assertThatThrownBy(() -> database.sql("delete from registry." + table).update())
        .hasMessageContaining("append-only");
  }

  @Test
  @DisplayName("to rewrite a decision")
  void rewriting() {
    assertThatThrownBy(
            () -> database.sql("update registry.decision set comment = 'better'").update())
        .hasMessageContaining("append-only");
  }

  @Test
  @DisplayName("to empty a history")
  void truncation() {
    assertThatThrownBy(() -> database.sql("truncate registry.decision").update())
        .hasMessageContaining("append-only");
  }

  @Test
  @DisplayName("to change an approved revision")
  void revision() {
    assertThatThrownBy(
            () ->
                database
                    .sql("update registry.revision set document = '{}' where id = ?")
                    .param(revisionId)
                    .update())
        .hasMessageContaining("is immutable");
  }

  @Test
  @DisplayName("to take an approval back by the way")
  void state() {
    assertThatThrownBy(
            () ->
                database
                    .sql("update registry.revision set state = 'DECLINED' where id = ?")
                    .param(revisionId)
                    .update())
        .hasMessageContaining("is immutable");
  }
}
