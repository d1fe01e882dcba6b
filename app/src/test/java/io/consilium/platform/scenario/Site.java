package io.consilium.platform.scenario;

import static org.awaitility.Awaitility.await;

import io.consilium.contract.Reason;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Statement;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.facility.ReceivedStatement;
import io.consilium.platform.facility.StatementHandler;
import io.consilium.platform.round.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.springframework.transaction.support.TransactionTemplate;

/** A facility without containers: it signs and sends what a worker and its data owner would. */
public final class Site {
  private static final Duration LOCK = Duration.ofMinutes(1);
  private static final String DATA_OWNER = "data-owner-1";

  private final SigningKey key = SigningKey.generate();
  private final String id;
  private final List<StatementHandler<?>> handlers;
  private final ExternalTaskService tasks;
  private final TransactionTemplate transaction;

  Site(
      String id,
      List<StatementHandler<?>> handlers,
      ExternalTaskService tasks,
      TransactionTemplate transaction) {
    this.id = id;
    this.handlers = handlers;
    this.tasks = tasks;
    this.transaction = transaction;
  }

  public String id() {
    return id;
  }

  /** Id of the facility's dataset of that name. */
  public String dataset(String name) {
    return id + "." + name;
  }

  /** The fingerprint of all of the facility's datasets. */
  public String fingerprint() {
    return "hmac-sha256:" + CanonicalJson.sha256(id);
  }

  /** Signs a statement and hands it to the platform; gives back its id. */
  public String state(Payload payload) {
    Envelope envelope = Envelope.sign(new Statement(payload), key);
    Payload verified = envelope.verify(key.verificationKey()).payload();
    StatementHandler<?> handler =
        handlers.stream()
            .filter(one -> one.payloadType().equals(verified.getClass()))
            .findFirst()
            .orElseThrow();
    transaction.executeWithoutResult(status -> handle(handler, envelope.id(), verified));
    return envelope.id();
  }

  private static <P extends Payload> void handle(
      StatementHandler<P> handler, String id, Payload payload) {
    handler.handle(new ReceivedStatement<>(id, handler.payloadType().cast(payload), Instant.now()));
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
    tasks.complete(take(topic, businessKey).getId(), id);
  }

  /** Takes a task about a case as soon as there is one, and gives a reason why it failed. */
  public void fail(String topic, String businessKey, Reason reason) {
    tasks.handleBpmnError(take(topic, businessKey).getId(), id, reason.name());
  }

  /** Takes a task about a case as soon as there is one. */
  public LockedExternalTask take(String topic, String businessKey) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                tasks
                    .fetchAndLock(1, id)
                    .topic(topic, LOCK.toMillis())
                    .businessKey(businessKey)
                    .tenantIdIn(id)
                    .execute(),
            found -> !found.isEmpty())
        .get(0);
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
}
