package io.consilium.platform.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.contract.Ids;
import io.consilium.contract.Reason;
import io.consilium.contract.container.Parameters;
import io.consilium.contract.gateway.FacilityToken;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Statement;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.round.Execution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A facility without containers: it signs and sends what a worker and its data owner would. */
public final class Site {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String AUDIENCE = "http://127.0.0.1:8080";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String DATA_OWNER = "data-owner-1";

  private final HttpClient client = HttpClient.newHttpClient();
  private final SigningKey transportKey = SigningKey.generate();
  private final SigningKey releaseKey = SigningKey.generate();
  private final SigningKey policyKey = SigningKey.generate();
  private final String base;
  private final String id;

  Site(String base, String id) {
    this.base = base;
    this.id = id;
  }

  public String id() {
    return id;
  }

  /** What the facility's operator sends to be registered. */
  String registration() {
    Map<String, Object> registration = new HashMap<>();
    registration.put("id", id);
    registration.put("name", "Hospital " + id);
    registration.put("organisation", "Trust " + id);
    registration.put("transportKey", transportKey.verificationKey().jwk());
    if (!id.equals(Ids.PROVING_GROUND)) {
      registration.put("releaseKey", releaseKey.verificationKey().jwk());
      registration.put("policyKey", policyKey.verificationKey().jwk());
    }
    return json(registration);
  }

  /** Id of the facility's dataset of that name. */
  public String dataset(String name) {
    return id + "." + name;
  }

  /** The fingerprint of all of the facility's datasets. */
  public String fingerprint() {
    return "hmac-sha256:" + CanonicalJson.sha256(id);
  }

  /** Signs a statement with the release key and sends it. */
  public Answer send(Payload payload) {
    return call("/statements", Envelope.sign(new Statement(payload), releaseKey).toJson());
  }

  /** Signs a statement with the policy key and sends it. */
  public Answer sendByPolicy(Payload payload) {
    return call("/statements", Envelope.sign(new Statement(payload), policyKey).toJson());
  }

  /** Signs and sends a statement, again and again until the platform is ready for it. */
  public void state(Payload payload) {
    Answer answer = await().atMost(SOON).until(() -> send(payload), sent -> sent.status() != 409);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  /** Sends a report of a compatibility test. */
  public Answer report(String testId, String outcome, String log) {
    return call("/test-reports", json(Map.of("testId", testId, "outcome", outcome, "log", log)));
  }

  /** What the platform offers under a path below /facility. */
  public Answer get(String path) {
    return exchange(HttpRequest.newBuilder(URI.create(base + "/facility" + path)).GET());
  }

  /** Asks for a dataset to be prepared. */
  public void requestPreparation(String name, Revision revision) {
    state(
        new Payload.PreparationRequested(
            id, dataset(name), revision.benchmarkId(), revision.number(), revision.digest()));
  }

  /** Makes a prepared dataset known. */
  public void register(String name, Revision revision, int people) {
    state(registration(name, revision, people));
  }

  /** What the facility signs to make a dataset known. */
  public Payload.DatasetRegistered registration(String name, Revision revision, int people) {
    return new Payload.DatasetRegistered(
        id,
        dataset(name),
        revision.benchmarkId(),
        revision.number(),
        revision.digest(),
        fingerprint(),
        people,
        Metrics.statistics(people),
        DATA_OWNER);
  }

  /** Asks that a dataset take part. */
  public void offer(String name, Revision revision) {
    state(
        new Payload.AssociationRequested(
            id,
            dataset(name),
            revision.benchmarkId(),
            revision.number(),
            revision.digest(),
            fingerprint(),
            DATA_OWNER));
  }

  /** Takes a task about a case as soon as there is one, and completes it. */
  public void complete(String topic, String businessKey) {
    finish(take(topic, businessKey), "complete", Map.of("workerId", id));
  }

  /** Takes a task about a case as soon as there is one, and gives a reason why it failed. */
  public void fail(String topic, String businessKey, Reason reason) {
    finish(
        take(topic, businessKey), "bpmnError", Map.of("workerId", id, "errorCode", reason.name()));
  }

  /** Takes a task about a case as soon as there is one; gives back its id. */
  public String take(String topic, String businessKey) {
    Map<String, ?> wish =
        Map.of(
            "workerId",
            id,
            "maxTasks",
            1,
            "topics",
            List.of(
                Map.of("topicName", topic, "lockDuration", 60_000, "businessKey", businessKey)));
    return await()
        .atMost(SOON)
        .until(
            () -> call("/engine/external-task/fetchAndLock", json(wish)).json(),
            found -> !found.isEmpty())
        .get(0)
        .get("id")
        .asText();
  }

  private void finish(String taskId, String how, Map<String, ?> body) {
    Answer answer = call("/engine/external-task/" + taskId + "/" + how, json(body));
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
  }

  /** Runs an execution's containers, so that its result is staged. */
  public void stage(Execution execution) {
    complete("infer", execution.id());
    complete("evaluate", execution.id());
  }

  /** What the facility signs to release an execution's result. */
  public Payload.ResultReleased release(
      Execution execution, Revision revision, String modelDigest, ReleasedMetrics metrics) {
    return new Payload.ResultReleased(
        id,
        execution.id(),
        execution.roundId(),
        revision.benchmarkId(),
        revision.number(),
        revision.digest(),
        execution.datasetId(),
        fingerprint(),
        execution.modelId(),
        modelDigest,
        revision.content().containers().evaluator().digest(),
        Payload.ResultReleased.parametersDigest(
            Parameters.NONE, revision.content().containers().evaluator().parameters()),
        "participants",
        metrics,
        DATA_OWNER,
        CanonicalJson.sha256("policy"),
        CanonicalJson.sha256("ledger"));
  }

  /** What the facility signs to keep an execution's result to itself. */
  public Payload.ReleaseDeclined declined(Execution execution, Revision revision) {
    return new Payload.ReleaseDeclined(
        id,
        execution.id(),
        revision.benchmarkId(),
        revision.number(),
        revision.digest(),
        DATA_OWNER);
  }

  private Answer call(String path, String body) {
    return exchange(
        HttpRequest.newBuilder(URI.create(base + "/facility" + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private Answer exchange(HttpRequest.Builder request) {
    String token = FacilityToken.mint(id, AUDIENCE, transportKey, Instant.now());
    try {
      HttpResponse<String> response =
          client.send(
              request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String json(Map<String, ?> body) {
    try {
      return MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
