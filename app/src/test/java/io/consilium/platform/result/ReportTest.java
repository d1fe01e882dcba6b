package io.consilium.platform.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Reason;
import io.consilium.contract.Topics;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.round.Execution;
import io.consilium.platform.round.RoundState;
import io.consilium.platform.scenario.Answer;
import io.consilium.platform.scenario.Metrics;
import io.consilium.platform.scenario.Scenario;
import io.consilium.platform.scenario.Site;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Four facilities, the reference model and Max's model; one execution failed, one was declined. */
@DisplayName("The report of a round")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReportTest extends Scenario {
  /** Digits that occur nowhere by chance. */
  private static final List<String> RELEASED =
      List.of("0.987123", "0.876234", "0.765345", "0.654456");

  private String round = "";
  private String reference = "";
  private String model = "";

  @BeforeAll
  void run() {
    Revision revision =
        activeBenchmarkOf(
            documents
                .benchmark(newId("lesion"), uploadDemoDataset())
                .replace(
                    "range: [0, 1], decimals: 4, better: higher",
                    "range: [0, 1], decimals: 6, better: higher"));
    reference = revision.content().containers().referenceModel().id();
    model = approvedModel(revision);
    List<Site> sites =
        List.of(
            participant(revision, 100),
            participant(revision, 80),
            participant(revision, 60),
            participant(revision, 40));
    round = startedRound(revision);
    for (int index = 0; index < sites.size(); index++) {
      Site site = sites.get(index);
      Execution first = execution(round, site, reference);
      site.stage(first);
      site.state(
          site.release(
              first,
              revision,
              imageOf(reference),
              Metrics.of(40, 20, 12 + 2 * index, RELEASED.get(index), "0.0213", "0.1034")));
      Execution second = execution(round, site, model);
      switch (index) {
        case 0 -> site.fail(Topics.EVALUATE, runInference(site, second), Reason.WITHHELD);
        case 1 -> {
          site.stage(second);
          site.state(site.declined(second, revision));
        }
        default -> {
          site.stage(second);
          site.state(
              site.release(
                  second,
                  revision,
                  imageOf(model),
                  Metrics.of(40, 20, 15, "0.8012", "0.0313", "0.2034")));
        }
      }
    }
    awaitRound(round, RoundState.REVIEW);
  }

  @Test
  @Order(1)
  @DisplayName("holds every cell, with its values or with the reason why there are none")
  void cells() {
    JsonNode cells = report().get("cells");

    assertThat(cells).hasSize(8);
    assertThat(cells.findValuesAsText("reason"))
        .contains(Reason.WITHHELD.name(), Reason.RELEASE_DECLINED.name());
    assertThat(report().get("datasets").findValuesAsText("people"))
        .containsExactlyInAnyOrder("100", "80", "60", "40");
  }

  @Test
  @Order(2)
  @DisplayName("gives means over facilities, exact pools of counts and none of an AUROC")
  void pools() {
    // (12+14+16+18)/(4*20) = 0.75; (0.987123+0.876234+0.765345+0.654456)/4 = 0.8207895.
    assertThat(pool(reference, "sensitivity").get("micro").decimalValue())
        .isEqualByComparingTo("0.75");
    assertThat(pool(reference, "people").get("micro").asInt()).isEqualTo(160);
    assertThat(pool(reference, "auroc").get("macro").asDouble()).isEqualTo(0.82079, within(1e-6));
    assertThat(pool(reference, "auroc").path("micro").isNumber()).isFalse();
  }

  @Test
  @Order(3)
  @DisplayName("pools nothing from fewer facilities than the analysis plan asks for, and says so")
  void tooFew() {
    JsonNode pool = pool(model, "auroc");

    assertThat(pool.get("facilities").asInt()).isEqualTo(2);
    assertThat(pool.path("macro").isNumber()).isFalse();
    assertThat(pool.get("note").asText()).contains("fewer than 3");
  }

  @Test
  @Order(4)
  @DisplayName("as CSV has the same columns always, and a row with the reason for what is missing")
  void csv() {
    Answer csv = person("chloe").get("/api/rounds/" + round + "/report.csv");

    assertThat(csv.contentType()).startsWith("text/csv");
    List<String> lines = csv.body().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "round,row,facility,dataset,people,model,axis,level,metric,value,standard_error,"
                + "interval_low,interval_high,facilities,missing");
    assertThat(lines).allMatch(line -> line.split(",", -1).length == 15);
    assertThat(lines).anyMatch(line -> line.endsWith(",RELEASE_DECLINED"));
    assertThat(lines).anyMatch(line -> line.contains("texture,lower,people,,,,,,WITHHELD"));
    assertThat(lines).contains(round + ",micro,,,," + reference + ",,,sensitivity,0.75,,,,4,");
  }

  @Test
  @Order(5)
  @DisplayName("leaves no released number in any table of the engine")
  void noNumbersInTheEngine() {
    List<String> tables =
        database
            .sql("select table_name from information_schema.tables where table_name like 'act_%'")
            .query(String.class)
            .list();
    assertThat(tables).contains("act_ru_variable", "act_hi_varinst", "act_hi_detail");
    for (String number : RELEASED) {
      String digits = number.substring(2);
      for (String table : tables) {
        assertThat(rowsWith(table, digits)).as(digits + " in " + table).isZero();
      }
      assertThat(
              database
                  .sql(
                      """
                      select count(*) from act_ge_bytearray
                       where position(convert_to(?, 'UTF8') in bytes_) > 0
                      """)
                  .param(digits)
                  .query(Integer.class)
                  .single())
          .isZero();
    }
  }

  @Test
  @Order(6)
  @DisplayName("is only the committee's until it is published")
  void beforePublication() {
    for (String path : List.of("/report", "/report.csv")) {
      assertThat(person("chloe").get("/api/rounds/" + round + path).status()).isEqualTo(200);
      assertThat(person("dev").get("/api/rounds/" + round + path).status()).isEqualTo(200);
      for (String other : List.of("ada", "boris", "max", "ines", "olga")) {
        assertThat(person(other).get("/api/rounds/" + round + path).status())
            .as(other + path)
            .isEqualTo(404);
      }
    }
    for (String other : List.of("ada", "max", "ines", "olga")) {
      assertThat(browser(other).get("/rounds/" + round).body())
          .as(other)
          .doesNotContain("0.987123")
          .doesNotContain("0.82079");
    }
  }

  @Test
  @Order(7)
  @DisplayName("is its participants' once it is published, and nobody else's")
  void afterPublication() {
    decide("dev", round, "approve", "Sound");
    awaitRound(round, RoundState.PUBLISHED);

    for (String reader : List.of("chloe", "dev", "max", "ines")) {
      assertThat(person(reader).get("/api/rounds/" + round + "/report").status())
          .as(reader)
          .isEqualTo(200);
    }
    for (String other : List.of("ada", "boris", "olga")) {
      assertThat(person(other).get("/api/rounds/" + round + "/report").status())
          .as(other)
          .isEqualTo(404);
    }
    assertThat(browser("max").get("/rounds/" + round).body()).contains("0.987123");
    assertThat(browser("olga").get("/rounds/" + round).body())
        .doesNotContain("0.987123")
        .contains("an audience that");
  }

  private String runInference(Site site, Execution execution) {
    site.complete(Topics.INFER, execution.id());
    return execution.id();
  }

  private int rowsWith(String table, String digits) {
    return database
        .sql("select count(*) from " + table + " entry where entry::text like '%' || ? || '%'")
        .param(digits)
        .query(Integer.class)
        .single();
  }

  private JsonNode report() {
    return person("chloe").get("/api/rounds/" + round + "/report").json();
  }

  private JsonNode pool(String modelId, String metricId) {
    return StreamSupport.stream(report().get("pools").spliterator(), false)
        .filter(pool -> pool.get("modelId").asText().equals(modelId))
        .filter(pool -> pool.get("metricId").asText().equals(metricId))
        .filter(pool -> pool.get("scope").get("axis").asText().isEmpty())
        .findFirst()
        .orElseThrow();
  }
}
