package io.consilium.platform.benchmark;

import static io.consilium.platform.scenario.Documents.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Reason;
import io.consilium.contract.Topics;
import io.consilium.platform.scenario.Answer;
import io.consilium.platform.scenario.Scenario;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Proposing a benchmark")
class BenchmarkProposalTest extends Scenario {
  private static final String YAML = "application/yaml";
  private static final String OTHER_DIGEST = "sha256:" + "1".repeat(64);

  @Test
  @DisplayName("stores the revision and starts its approval")
  void accepted() {
    String id = newId("lesion");

    Answer answer =
        person("ines").post("/api/benchmarks", YAML, documents.benchmark(id, uploadDemoDataset()));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().get("id").asText()).isEqualTo(id);
    assertThat(answer.json().get("state").asText()).isEqualTo("PROPOSED");
    assertThat(answer.json().get("digest").asText()).startsWith("sha256:");
    assertThat(provingGround().take(Topics.COMPATIBILITY_TEST, id + "-r1")).isNotEmpty();
  }

  @Test
  @DisplayName("without a digest is refused, and the place is named")
  void withoutDigest() {
    String yaml = benchmark();
    String digest = "    digest: " + documents.digestOf("lesion/evaluator") + "\n";

    Map<String, String> errors = errorsOf(with(yaml, digest, ""));

    assertThat(errors).hasSize(1);
    assertThat(errors.toString()).contains("/containers/evaluator").contains("digest");
  }

  @Test
  @DisplayName("with a digest that the registry does not hold is refused with the digest")
  void unknownDigest() {
    String yaml = benchmark();

    Map<String, String> errors =
        errorsOf(with(yaml, documents.digestOf("lesion/evaluator"), OTHER_DIGEST));

    assertThat(errors).containsOnlyKeys("/containers/evaluator/digest");
    assertThat(errors.toString()).contains(OTHER_DIGEST).contains("holds no");
  }

  @Test
  @DisplayName("with a tag that points to another image is refused with both digests")
  void movedTag() {
    String yaml = with(benchmark(), "/lesion/evaluator:1", "/lesion/moved:1");
    String registered = documents.digestOf("lesion/evaluator");
    String before = registry().push("lesion/moved", "1", "before");
    String after = registry().push("lesion/moved", "1", "after");

    Map<String, String> errors = errorsOf(with(yaml, registered, before));

    assertThat(errors).containsOnlyKeys("/containers/evaluator/digest");
    assertThat(errors.toString()).contains(before).contains(after);
  }

  @Test
  @DisplayName("with an image from a registry that is not allowed is refused")
  void foreignRegistry() {
    Map<String, String> errors =
        errorsOf(
            with(benchmark(), registry().host() + "/lesion/evaluator", "evil.example/evaluator"));

    assertThat(errors).containsOnlyKeys("/containers/evaluator/config/image");
    assertThat(errors.toString()).contains("evil.example").contains(registry().host());
  }

  @Test
  @DisplayName("with a container_config that has an unknown volume key is refused with the key")
  void unknownVolume() {
    Map<String, String> errors =
        errorsOf(with(benchmark(), "            predictions:", "            wild_guesses:"));

    assertThat(errors.toString()).contains("wild_guesses");
  }

  @Test
  @DisplayName("with an unknown field is refused with the field")
  void unknownField() {
    Map<String, String> errors =
        errorsOf(
            with(benchmark(), "audience: participants", "audience: participants\nsurprise: 1"));

    assertThat(errors).containsOnlyKeys("/surprise");
  }

  @Test
  @DisplayName("with demo data that nobody uploaded is refused")
  void unknownDemoDataset() {
    Map<String, String> errors = errorsOf(documents.benchmark(newId("lesion"), "2".repeat(64)));

    assertThat(errors).containsOnlyKeys("/demo_dataset/sha256");
    assertThat(errors.toString()).contains("/api/assets");
  }

  @Test
  @DisplayName("with a committee member who has no account is refused with the name")
  void unknownMember() {
    Map<String, String> errors =
        errorsOf(with(benchmark(), "members: [chloe, dev]", "members: [chloe, nobody]"));

    assertThat(errors).containsOnlyKeys("/committee/members/1");
    assertThat(errors.toString()).contains("nobody");
  }

  @Test
  @DisplayName("under a number that is not the next is refused with the next")
  void wrongNumber() {
    Map<String, String> errors = errorsOf(with(benchmark(), "revision: 1", "revision: 3"));

    assertThat(errors).containsOnlyKeys("/revision");
    assertThat(errors.toString()).contains("the next revision").contains("is 1");
  }

  @Test
  @DisplayName("again while the last revision is under review is refused")
  void underReview() {
    String yaml = benchmark();
    propose(yaml);

    Map<String, String> errors = errorsOf(with(yaml, "revision: 1", "revision: 2"));

    assertThat(errors.toString()).contains("still under review");
  }

  @Test
  @DisplayName("says everything that is wrong at once")
  void allProblems() {
    String yaml = documents.benchmark(newId("lesion"), "2".repeat(64));

    Map<String, String> errors =
        errorsOf(with(with(yaml, "[chloe, dev]", "[nobody]"), "revision: 1", "revision: 2"));

    assertThat(errors)
        .containsOnlyKeys("/demo_dataset/sha256", "/committee/members/0", "/revision");
  }

  @Test
  @DisplayName("is for benchmark owners")
  void others() {
    assertThat(person("max").post("/api/benchmarks", YAML, benchmark()).status()).isEqualTo(403);
  }

  @Test
  @DisplayName("is declined by itself when the containers do not run through on demo data")
  void incompatible() {
    Revision revision = proposedBenchmark();
    var ground = provingGround();
    assertThat(ground.report(revision.id(), "FAILED", "Traceback: no module named torch").status())
        .isEqualTo(204);
    ground.fail(Topics.COMPATIBILITY_TEST, revision.id(), Reason.STEP_FAILED);

    awaitState(revision, RevisionState.DECLINED);

    Answer log = person("ines").get("/api/tests/" + revision.id());
    assertThat(log.json().get("log").asText()).contains("no module named torch");
    assertThat(person("olga").get("/api/tests/" + revision.id()).status()).isEqualTo(200);
    assertThat(person("max").get("/api/tests/" + revision.id()).status()).isEqualTo(404);
    assertThat(browser("ines").get("/benchmarks/" + revision.benchmarkId()).body())
        .contains("the compatibility test did not pass");
  }

  @Test
  @DisplayName("that was declined can be made again under the next number")
  void afterDecline() {
    String yaml = documents.benchmark(newId("lesion"), uploadDemoDataset());
    Revision revision = propose(yaml);
    provingGround().complete(Topics.COMPATIBILITY_TEST, revision.id());
    decide("boris", revision.id(), "decline", "The question is too wide");
    awaitState(revision, RevisionState.DECLINED);

    Revision next = propose(with(yaml, "revision: 1", "revision: 2"));

    assertThat(next.number()).isEqualTo(2);
    assertThat(browser("ines").get("/benchmarks/" + revision.benchmarkId()).body())
        .contains("The question is too wide", "Boris Kern");
  }

  private String benchmark() {
    return documents.benchmark(newId("lesion"), uploadDemoDataset());
  }

  private Map<String, String> errorsOf(String yaml) {
    Answer answer = person("ines").post("/api/benchmarks", YAML, yaml);
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    Map<String, String> errors = new TreeMap<>();
    for (JsonNode error : answer.json().get("errors")) {
      errors.put(error.get("pointer").asText(), error.get("message").asText());
    }
    return errors;
  }
}
