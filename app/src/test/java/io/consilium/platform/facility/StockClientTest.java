package io.consilium.platform.facility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.consilium.contract.Reason;
import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.client.ExternalTaskClient;
import org.camunda.bpm.client.exception.BadRequestException;
import org.camunda.bpm.client.exception.NotFoundException;
import org.camunda.bpm.client.task.ExternalTask;
import org.camunda.bpm.client.task.ExternalTaskService;
import org.camunda.bpm.engine.HistoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("The engine's stock client, at the gateway,")
class StockClientTest extends GatewayTest {
  private record Received(ExternalTask task, ExternalTaskService service) {}

  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final List<ExternalTaskClient> clients = new ArrayList<>();
  private Site aurora;

  @Autowired private HistoryService history;

  @BeforeEach
  void aFacility() {
    aurora = site("aurora");
  }

  @AfterEach
  void stopClients() {
    // A client stops when its wait ends; nothing here has to see that.
    clients.forEach(client -> new Thread(client::stop).start());
  }

  @Test
  @DisplayName("waits for work and gets it with the variables that a facility may see")
  void gets() throws Exception {
    client(Topics.PREPARE, 30_000);

    String dataset = work(aurora);

    ExternalTask task = next().task();
    assertThat(task.getBusinessKey()).isEqualTo(dataset);
    assertThat(task.getTenantId()).isEqualTo(aurora.id);
    assertThat(task.getTopicName()).isEqualTo(Topics.PREPARE);
    assertThat(task.getLockExpirationTime()).isInTheFuture();
    assertThat(task.getAllVariables())
        .containsOnlyKeys(
            Variables.DATASET_ID,
            Variables.BENCHMARK_ID,
            Variables.REVISION_NUMBER,
            Variables.REVISION_DIGEST)
        .containsEntry(Variables.DATASET_ID, dataset)
        .containsEntry(Variables.REVISION_NUMBER, 1);
  }

  @Test
  @DisplayName("is told of new work when it comes, not when somebody looks next")
  void promptly() throws Exception {
    client(Topics.PREPARE, 30_000);
    Duration waited = Duration.ZERO;

    for (int round = 0; round < 5; round++) {
      work(aurora);
      long before = System.nanoTime();
      Received next = next();
      waited = waited.plusNanos(System.nanoTime() - before);
      next.service().complete(next.task());
    }

    assertThat(waited.dividedBy(5)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  @DisplayName("completes a task, upon which the next step comes")
  void completes() throws Exception {
    String dataset = work(aurora);
    client(Topics.PREPARE, 1_000);
    client(Topics.SANITY_CHECK, 30_000);

    Received prepare = next();
    prepare.service().complete(prepare.task());

    ExternalTask following = next().task();
    assertThat(following.getTopicName()).isEqualTo(Topics.SANITY_CHECK);
    assertThat(following.getBusinessKey()).isEqualTo(dataset);
  }

  @Test
  @DisplayName("is told that a task is gone when it completes it again")
  void completesTwice() throws Exception {
    work(aurora);
    client(Topics.PREPARE, 1_000);
    Received prepare = next();
    prepare.service().complete(prepare.task());

    assertThatThrownBy(() -> prepare.service().complete(prepare.task()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  @DisplayName("gives a task back after a passing fault, and gets it again with one try less")
  void fails() throws Exception {
    work(aurora);
    client(Topics.PREPARE, 30_000);
    Received first = next();

    first.service().handleFailure(first.task(), Reason.STEP_FAILED.name(), null, 2, 0);

    ExternalTask again = next().task();
    assertThat(again.getId()).isEqualTo(first.task().getId());
    assertThat(again.getRetries()).isEqualTo(2);
    assertThat(again.getErrorMessage()).isEqualTo("STEP_FAILED");
  }

  @Test
  @DisplayName("ends a task for a reason, which the case remembers; its message is dropped")
  void endsForAReason() throws Exception {
    String dataset = work(aurora);
    client(Topics.PREPARE, 1_000);
    Received task = next();

    task.service().handleBpmnError(task.task(), Reason.REFUSED.name(), "/srv/secret/path");

    await()
        .untilAsserted(
            () ->
                assertThat(valuesIn(dataset))
                    .contains("REFUSED")
                    .doesNotContain("/srv/secret/path"));
  }

  @Test
  @DisplayName("extends its lock")
  void extendsLock() throws Exception {
    work(aurora);
    client(Topics.PREPARE, 1_000);
    Received task = next();

    task.service().extendLock(task.task(), 600_000);

    await()
        .during(Duration.ofMillis(500))
        .until(() -> aurora.fetch("another", Topics.PREPARE, 0).json().isEmpty());
  }

  @Test
  @DisplayName("unlocks a task, which another worker then gets at once")
  void unlocks() throws Exception {
    work(aurora);
    ExternalTaskClient client = client(Topics.PREPARE, 1_000);
    Received task = next();
    client.stop();

    task.service().unlock(task.task());

    assertThat(aurora.fetch("another", Topics.PREPARE, 30_000).json().get(0).get("id").asText())
        .isEqualTo(task.task().getId());
  }

  @Test
  @DisplayName("cannot complete what another worker holds")
  void anotherHolds() throws Exception {
    work(aurora);
    ExternalTaskClient client = client(Topics.PREPARE, 1_000);
    Received task = next();
    client.stop();
    task.service().unlock(task.task());
    aurora.take("another", Topics.PREPARE);

    assertThatThrownBy(() -> task.service().complete(task.task()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("does not hold");
  }

  private List<Object> valuesIn(String businessKey) {
    String instance =
        history
            .createHistoricProcessInstanceQuery()
            .processInstanceBusinessKey(businessKey)
            .singleResult()
            .getId();
    return history.createHistoricVariableInstanceQuery().processInstanceId(instance).list().stream()
        .map(variable -> variable.getValue())
        .toList();
  }

  private Received next() throws InterruptedException {
    Received next = received.poll(60, TimeUnit.SECONDS);
    assertThat(next).as("a task within a minute").isNotNull();
    return next;
  }

  private ExternalTaskClient client(String topic, long patienceMillis) {
    ExternalTaskClient client =
        ExternalTaskClient.create()
            .baseUrl(url() + "/facility/engine")
            .workerId(newId("worker"))
            .maxTasks(1)
            .lockDuration(60_000)
            .asyncResponseTimeout(patienceMillis)
            .disableBackoffStrategy()
            .addInterceptor(
                request -> request.addHeader("Authorization", "Bearer " + aurora.token()))
            .build();
    client
        .subscribe(topic)
        .handler((task, service) -> received.add(new Received(task, service)))
        .open();
    clients.add(client);
    return client;
  }
}
