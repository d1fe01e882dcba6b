package io.consilium.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The table of results")
class ResultTableTest {
  private static final String REPORT =
      """
      {"roundId": "b-r1-round-1", "primaryMetric": "auroc",
       "metrics": [{"id": "auroc", "title": "AUROC", "decimals": 3},
                   {"id": "accuracy", "title": "Accuracy", "decimals": 2}],
       "datasets": [{"datasetId": "north.d", "facility": "North Clinic", "people": 40},
                    {"datasetId": "south.d", "facility": "South Clinic", "people": 7}],
       "models": [{"modelId": "forest"}],
       "cells": [{"datasetId": "north.d", "modelId": "forest", "reason": null, "values":
                   [{"metricId": "auroc", "scope": {"axis": "sex", "level": "f"}, "value": 0.111},
                    {"metricId": "auroc", "scope": {"axis": "", "level": ""}, "value": 0.9}]},
                 {"datasetId": "south.d", "modelId": "forest", "reason": "WITHHELD", "values": []}],
       "pools": [{"modelId": "forest", "metricId": "auroc", "scope": {"axis": "", "level": ""},
                  "macro": 0.9, "micro": null},
                 {"modelId": "forest", "metricId": "accuracy", "scope": {"axis": "", "level": ""},
                  "macro": 0.8, "micro": 0.75}]}
      """;

  private final String table = ResultTable.of(Results.of(json(REPORT)));

  @Test
  @DisplayName("gives each facility's value with the declared decimals, beside its size")
  void values() {
    assertThat(table.lines()).anyMatch(line -> line.matches(" +North Clinic +40 +0\\.900"));
  }

  @Test
  @DisplayName("gives the reason where there is no result")
  void reasons() {
    assertThat(table.lines()).anyMatch(line -> line.matches(" +South Clinic +7 +WITHHELD"));
  }

  @Test
  @DisplayName("leaves blank what cannot be pooled, and pools what can be")
  void pools() {
    assertThat(table.lines())
        .anyMatch(line -> line.matches(" +Mean of the facilities +0\\.900"))
        .anyMatch(line -> line.matches(" +Pooled exactly +-"))
        .anyMatch(line -> line.matches(" +Accuracy, pooled exactly +47 +0\\.75"));
  }

  private static JsonNode json(String text) {
    try {
      return PeopleApi.JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
