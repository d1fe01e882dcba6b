package io.consilium.worker.claim;

import io.consilium.contract.Topics;
import io.consilium.worker.journal.Ledger;
import io.consilium.worker.outbound.Credential;
import io.consilium.worker.outbound.Platform;
import io.consilium.worker.outbound.PlatformLink;
import io.consilium.worker.sandbox.EngineUnreachableException;
import io.consilium.worker.site.Site;
import io.consilium.worker.step.Steps;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.camunda.bpm.client.ExternalTaskClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes tasks from the platform for as long as the worker lives. */
public final class Claim implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Claim.class);
  private static final Duration LONG_POLL = Duration.ofSeconds(20);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = LONG_POLL.plusSeconds(15);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration FAREWELL = Duration.ofSeconds(15);

  private final Site site;
  private final Steps steps;
  private final ClaimedTasks tasks;
  private final Credential credential;
  private final PlatformLink link;
  private final String engine;
  private final Slots slots;
  private final ScheduledExecutorService timer;
  private final TaskHandler handler;
  private final PoolingHttpClientConnectionManager connections =
      PoolingHttpClientConnectionManagerBuilder.create()
          .setDefaultConnectionConfig(
              ConnectionConfig.custom().setConnectTimeout(Timeout.of(CONNECT)).build())
          .build();
  private final Thread starter = new Thread(this::startClaiming, "claim");
  private volatile Optional<ExternalTaskClient> client = Optional.empty();
  private volatile String trouble = "";
  private volatile boolean closing;

  public Claim(
      Site site,
      Steps steps,
      ClaimedTasks tasks,
      Ledger ledger,
      Credential credential,
      PlatformLink link) {
    this.site = site;
    this.steps = steps;
    this.tasks = tasks;
    this.credential = credential;
    this.link = link;
    this.engine = site.settings().platform() + "/facility/engine";
    this.slots = new Slots(site.policy().slots());
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "locks");
              thread.setDaemon(true);
              return thread;
            });
    this.handler = new TaskHandler(steps, tasks, new TaskReports(ledger, engine), slots, timer);
    starter.setDaemon(true);
  }

  /** Clears up after a dead worker, then begins to take tasks. Returns at once. */
  public void start() {
    starter.start();
  }

  /** Why no task is taken, for the people at the site; empty when nothing stands against it. */
  public String trouble() {
    return trouble;
  }

  private void startClaiming() {
    try {
      clearUp();
      tasks.open().forEach(task -> unlock(task.id()));
      ExternalTaskClient started = open();
      client = Optional.of(started);
      started.start();
    } catch (InterruptedException e) {
      LOG.debug("The worker stops before it took a task");
    } catch (RuntimeException | Error e) {
      if (closing) {
        return;
      }
      trouble = "the worker cannot take tasks; its log (state/worker.log) says why";
      LOG.error("No task can be taken", e);
    }
  }

  /** No container of an earlier life may run beside a new one. */
  private void clearUp() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        steps.clearUp();
        trouble = "";
        return;
      } catch (EngineUnreachableException e) {
        trouble =
            "the container engine at %s does not answer: start it, or name another in site.yaml"
                .formatted(site.settings().engineHost());
        LOG.warn("{} ({})", trouble, e.getMessage());
      }
      Thread.sleep(pause.toMillis());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  /** Gives a dead worker's task free at once; otherwise its lock would have to expire. */
  private void unlock(String taskId) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(engine + "/external-task/" + taskId + "/unlock"))
            .timeout(CONNECT)
            .header("Authorization", credential.authorization())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    try {
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .build()
          .send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      LOG.info("The task {} could not be unlocked; its lock will expire", taskId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ExternalTaskClient open() {
    ExternalTaskClient opened =
        ExternalTaskClient.create()
            .baseUrl(engine)
            .workerId(site.settings().facilityId())
            .maxTasks(1)
            .asyncResponseTimeout(LONG_POLL.toMillis())
            .lockDuration(TaskHandler.LOCK.toMillis())
            .backoffStrategy(new PollPauses())
            .disableAutoFetching()
            .addInterceptor(
                request -> request.addHeader(HttpHeaders.AUTHORIZATION, credential.authorization()))
            .customizeHttpClient(this::customise)
            .build();
    List<String> topics =
        site.settings().isProvingGround() ? Topics.OF_THE_PROVING_GROUND : Topics.OF_A_FACILITY;
    for (String topic : topics) {
      opened
          .subscribe(topic)
          .variables(Orders.variables(topic).toArray(String[]::new))
          .handler(handler)
          .open();
    }
    return opened;
  }

  private void customise(HttpClientBuilder http) {
    http.disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(Timeout.of(ANSWER))
                .setAuthenticationEnabled(false)
                .build())
        .addResponseInterceptorLast(
            (response, entity, context) ->
                link.answered(
                    response.getCode(),
                    Optional.ofNullable(response.getFirstHeader(HttpHeaders.DATE))
                        .flatMap(date -> Platform.httpDate(date.getValue()))))
        .addExecInterceptorFirst(
            "link",
            (request, scope, chain) -> {
              try {
                return chain.proceed(request, scope);
              } catch (IOException e) {
                link.failed();
                throw e;
              }
            });
  }

  /** Ends what runs, gives the tasks back, and takes no more. */
  @Override
  public void close() {
    closing = true;
    starter.interrupt();
    handler.stop();
    try {
      starter.join(FAREWELL.toMillis());
      Instant patience = Instant.now().plus(FAREWELL);
      while (!handler.isIdle() && Instant.now().isBefore(patience)) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The client would wait for the end of its poll, and take what that still brings.
    connections.close(CloseMode.IMMEDIATE);
    client.ifPresent(this::stop);
    slots.close();
    timer.shutdownNow();
  }

  private void stop(ExternalTaskClient open) {
    Thread stopping = new Thread(open::stop, "farewell");
    stopping.setDaemon(true);
    stopping.start();
    handler.letGo();
    try {
      stopping.join(CONNECT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
