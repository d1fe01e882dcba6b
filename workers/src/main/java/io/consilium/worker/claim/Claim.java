package io.consilium.worker.claim;

import io.consilium.contract.Topics;
import io.consilium.worker.outbound.Credential;
import io.consilium.worker.outbound.Network;
import io.consilium.worker.outbound.Platform;
import io.consilium.worker.outbound.PlatformLink;
import io.consilium.worker.sandbox.EngineState;
import io.consilium.worker.sandbox.Engines;
import io.consilium.worker.site.Site;
import io.consilium.worker.step.Steps;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.camunda.bpm.client.ExternalTaskClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes tasks from the platform for as long as the worker lives, or until it is to drain. */
public final class Claim implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Claim.class);
  private static final Duration LONG_POLL = Duration.ofSeconds(20);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = LONG_POLL.plusSeconds(15);
  private static final Duration FAREWELL = Duration.ofSeconds(15);
  private static final long LOOK_MILLIS = 20;

  private final Site site;
  private final Steps steps;
  private final Engines engines;
  private final ClaimedTasks tasks;
  private final TaskReports reports;
  private final Credential credential;
  private final PlatformLink link;
  private final Slots slots;
  private final TaskLocks locks;
  private final TaskHandler handler;
  private final Network network;
  private final PoolingHttpClientConnectionManager connections;
  private final Thread starter = new Thread(this::startClaiming, "claim");
  private volatile Optional<ExternalTaskClient> client = Optional.empty();
  private volatile String trouble = "";
  private volatile boolean draining;
  private volatile boolean closing;

  public Claim(
      Site site,
      Steps steps,
      Engines engines,
      ClaimedTasks tasks,
      TaskReports reports,
      Platform platform,
      Credential credential,
      PlatformLink link,
      Network network) {
    this.site = site;
    this.steps = steps;
    this.engines = engines;
    this.tasks = tasks;
    this.reports = reports;
    this.credential = credential;
    this.link = link;
    this.network = network;
    this.connections = network.connections();
    this.slots = new Slots(engines::capacity);
    this.locks = new TaskLocks(platform, site.settings().facilityId());
    this.handler = new TaskHandler(steps, tasks, reports, locks, slots);
    starter.setDaemon(true);
  }

  /**
   * Goes on with what an earlier life of the worker left, and then begins to take tasks. Returns at
   * once.
   */
  public void start() {
    starter.start();
  }

  /** Why no task is taken, for the people at the site; empty when nothing stands against it. */
  public String trouble() {
    if (!trouble.isEmpty()) {
      return trouble;
    }
    List<EngineState> away =
        engines.states().stream()
            .filter(engine -> engine.condition() == EngineState.Condition.AWAY)
            .toList();
    if (away.isEmpty() || engines.capacity() > 0) {
      return "";
    }
    return away.stream()
        .map(engine -> "the" + engine.words().replaceFirst("^The", ""))
        .collect(Collectors.joining("; ", "", ". Start an engine, or name another in site.yaml"));
  }

  private void startClaiming() {
    try {
      engines.start();
      steps.clearUp(tasks.underWay().stream().map(Assignment::caseId).toList());
      reports.start();
      tasks.underWay().forEach(handler::resume);
      for (String old : tasks.withoutOrder()) {
        locks.giveBack(old);
        tasks.forget(old);
      }
      slots.awaitFree();
      ExternalTaskClient started = open();
      client = Optional.of(started);
      if (!draining) {
        started.start();
      }
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

  private ExternalTaskClient open() {
    ExternalTaskClient opened =
        ExternalTaskClient.create()
            .baseUrl(site.settings().platform() + "/facility/engine")
            .workerId(site.settings().facilityId())
            .maxTasks(1)
            .usePriority(true)
            .asyncResponseTimeout(LONG_POLL.toMillis())
            .lockDuration(TaskLocks.LOCK.toMillis())
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
    network.apply(http, connections, ANSWER);
    http.disableAuthCaching()
        .addResponseInterceptorLast((response, entity, context) -> answered(response))
        .addExecInterceptorFirst(
            "link",
            (request, scope, chain) -> {
              try {
                return chain.proceed(request, scope);
              } catch (IOException | HttpException e) {
                network.words(e).ifPresentOrElse(link::failed, link::failed);
                throw e;
              }
            });
  }

  private void answered(HttpResponse response) {
    if (network.isProxyRefusal(response.getCode())) {
      link.failed(network.loginWords());
      return;
    }
    link.answered(
        response.getCode(),
        Optional.ofNullable(response.getFirstHeader(HttpHeaders.DATE))
            .flatMap(date -> Platform.httpDate(date.getValue())));
  }

  /** Finishes what runs and takes nothing more. Returns at once. */
  public void drain() {
    draining = true;
    handler.drain();
    // What the poll still brings is given back; after that nobody polls any more.
    client.ifPresent(this::stop);
  }

  /** Whether nothing more is taken. */
  public boolean isDraining() {
    return draining;
  }

  /** Whether nothing runs. */
  public boolean isIdle() {
    return handler.isIdle();
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
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The client would wait for the end of its poll, and take what that still brings.
    connections.close(CloseMode.IMMEDIATE);
    client.ifPresent(this::stop);
    slots.close();
    locks.close();
  }

  private void stop(ExternalTaskClient open) {
    Thread stopping = new Thread(open::stop, "farewell");
    stopping.setDaemon(true);
    stopping.start();
    handler.letGo();
    try {
      stopping.join(closing ? CONNECT.toMillis() : 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
