package io.consilium.worker.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.api.model.WaitResponse;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The container engine's interface, as far as sealed containers need it.
 *
 * <p>No call waits longer than its patience, whatever the engine does. Short calls are not cut off
 * when the caller is interrupted, so that nobody is left in doubt whether a container exists; the
 * interruption is kept for the caller's next wait.
 *
 * <p>All methods throw {@link EngineUnreachableException} when the engine does not answer and
 * docker-java's {@link DockerException} when it answers with an error.
 */
final class Engine implements AutoCloseable {
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  private final URI address;
  private final Optional<Path> certificates;
  private final Duration patience;

  /** For calls that answer at once. */
  private final DockerClient calls;

  /** For answers that come in pieces or late; whoever waits for them keeps the time. */
  private final DockerClient streams;

  private final ExecutorService threads;

  /**
   * An engine; no connection is made yet.
   *
   * @param patience for every call but the pull of an image and a container's end
   */
  Engine(URI address, Duration patience) {
    this(address, Optional.empty(), patience);
  }

  /**
   * An engine that is perhaps on another machine; no connection is made yet.
   *
   * @param certificates folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}, by which
   *     engine and worker know each other
   * @param patience for every call but the pull of an image and a container's end
   */
  Engine(URI address, Optional<Path> certificates, Duration patience) {
    this.address = address;
    this.certificates = certificates;
    this.patience = patience;
    this.calls = client(address, certificates, http -> http.responseTimeout(patience));
    this.streams = client(address, certificates, http -> {});
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "engine-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  private static DockerClient client(
      URI address, Optional<Path> certificates, Consumer<ApacheDockerHttpClient.Builder> settings) {
    DefaultDockerClientConfig.Builder builder =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(address.toString())
            .withDockerTlsVerify(certificates.isPresent())
            // Without a version in the address each engine speaks the newest that it knows.
            .withApiVersion(RemoteApiVersion.unknown());
    certificates.ifPresent(folder -> builder.withDockerCertPath(folder.toString()));
    DefaultDockerClientConfig config = builder.build();
    ApacheDockerHttpClient.Builder http =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .connectionTimeout(CONNECTING);
    settings.accept(http);
    return DockerClientImpl.getInstance(config, http.build());
  }

  URI address() {
    return address;
  }

  /** The engine's socket, when it is reached by one. */
  Optional<Path> socket() {
    return "unix".equals(address.getScheme())
        ? Optional.of(Path.of(address.getPath()))
        : Optional.empty();
  }

  Info info() {
    return ask("describe itself", () -> calls.infoCmd().exec());
  }

  Version version() {
    return ask("tell its version", () -> calls.versionCmd().exec());
  }

  /** What Podman says of itself in its own words, which Docker's interface has no room for. */
  JsonNode podmanInfo() {
    return ask("describe itself", () -> PodmanInfo.of(address));
  }

  /** The engine's clock. */
  Instant now() {
    return Optional.ofNullable(info().getSystemTime()).map(Instant::parse).orElseGet(Instant::now);
  }

  /**
   * Asks over a new connection whether the engine is there for newcomers: one that shuts down keeps
   * old connections for a while.
   *
   * @throws EngineUnreachableException when it is not
   */
  void requireAlive() {
    DockerClient newcomer = client(address, certificates, http -> http.responseTimeout(CONNECTING));
    try {
      ask("answer", () -> newcomer.pingCmd().exec());
    } catch (DockerException e) {
      throw new EngineUnreachableException(
          "The container engine at %s does not answer: %s".formatted(address, words(e)), e);
    } finally {
      giveUp(newcomer);
    }
  }

  Optional<InspectImageResponse> image(String name) {
    try {
      return Optional.of(
          ask("look for the image " + name, () -> calls.inspectImageCmd(name).exec()));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Pulls an image.
   *
   * @return what the engine says went wrong, or nothing when it has the image
   */
  Optional<String> pull(String nameByDigest, Duration pullPatience) throws InterruptedException {
    try (Answer<PullResponseItem, Optional<String>> answer =
        new Answer<>(Optional.empty(), Engine::problem, (first, next) -> first.or(() -> next))) {
      streams.pullImageCmd(nameByDigest).exec(answer);
      return await("pull " + nameByDigest, answer.result(), pullPatience);
    } catch (DockerException e) {
      return Optional.of(words(e));
    }
  }

  private static Optional<String> problem(PullResponseItem item) {
    return Optional.ofNullable(item.getErrorDetail()).map(ResponseItem.ErrorDetail::getMessage);
  }

  /** Makes a container and returns its id. */
  String create(String imageId, String name, Consumer<CreateContainerCmd> description) {
    return ask(
        "create a container",
        () -> {
          CreateContainerCmd command = calls.createContainerCmd(imageId).withName(name);
          description.accept(command);
          return command.exec().getId();
        });
  }

  /** A description of a container that nobody makes. */
  CreateContainerCmd describe(String imageId, Consumer<CreateContainerCmd> description) {
    CreateContainerCmd command = calls.createContainerCmd(imageId);
    description.accept(command);
    return command;
  }

  void start(String container) {
    ask("start a container", () -> calls.startContainerCmd(container).exec());
  }

  /** The exit code of a container that was started, as soon as it has ended. */
  Answer<WaitResponse, Optional<Integer>> end(String container) {
    Answer<WaitResponse, Optional<Integer>> answer =
        new Answer<>(
            Optional.empty(),
            piece -> Optional.ofNullable(piece.getStatusCode()),
            (first, next) -> next.or(() -> first));
    streams.waitContainerCmd(container).exec(answer);
    return answer;
  }

  ContainerState state(String container) {
    return ask("inspect a container", () -> calls.inspectContainerCmd(container).exec().getState());
  }

  /** A container's description; nothing when it is gone. */
  Optional<InspectContainerResponse> inspect(String container) {
    try {
      return Optional.of(
          ask("inspect a container", () -> calls.inspectContainerCmd(container).exec()));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /** Kills a container; nothing to do when it has ended. */
  void kill(String container) {
    try {
      ask("kill a container", () -> calls.killContainerCmd(container).exec());
    } catch (NotFoundException | ConflictException e) {
      // It ended by itself just before.
    }
  }

  /** Writes what a container printed, up to that many bytes; the container has ended. */
  void copyLog(String container, OutputStream target, long most) {
    LogCopy copy = new LogCopy(target, most);
    try (Answer<Frame, Boolean> answer = new Answer<>(true, copy::take, (first, next) -> next)) {
      streams
          .logContainerCmd(container)
          .withStdOut(true)
          .withStdErr(true)
          .withFollowStream(false)
          .withTailAll()
          .exec(answer);
      patiently("read a container's log", answer.result());
    }
  }

  /** Kills and removes a container with its anonymous volumes; nothing to do when it is gone. */
  void remove(String container) {
    try {
      ask(
          "remove a container",
          () -> calls.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec());
    } catch (NotFoundException | ConflictException e) {
      // It is gone, or is being removed for somebody else.
    }
  }

  /** All containers with those labels, running or not. */
  List<Container> containers(Map<String, String> labels) {
    return ask(
        "list containers",
        () -> calls.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec());
  }

  /** What an error of the engine says, without the transport's wrapping. */
  static String words(DockerException error) {
    String message = String.valueOf(error.getMessage());
    int json = message.indexOf("{\"message\":\"");
    return json < 0
        ? message
        : message.substring(json + "{\"message\":\"".length()).replaceFirst("\"}\\s*$", "");
  }

  private <T> T ask(String what, Callable<T> call) {
    return patiently(what, threads.submit(call));
  }

  private <T> T patiently(String what, Future<T> answer) {
    boolean interrupted = false;
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        try {
          return await(what, answer, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T await(String what, Future<T> answer, Duration longest) throws InterruptedException {
    try {
      return answer.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw fault(what, e.getCause() == null ? e : e.getCause());
    } catch (CancellationException e) {
      throw fault(what, e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new EngineUnreachableException(
          "The container engine at %s does not answer: it did not %s within %d s"
              .formatted(address, what, longest.toSeconds()),
          e);
    }
  }

  private RuntimeException fault(String what, Throwable cause) {
    if (cause instanceof DockerException error) {
      return error;
    }
    return new EngineUnreachableException(
        "The container engine at %s does not answer: it could not be asked to %s: %s"
            .formatted(address, what, cause),
        cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    List.of(calls, streams).forEach(Engine::giveUp);
  }

  private static void giveUp(DockerClient client) {
    try {
      client.close();
    } catch (IOException e) {
      // Every connection ends with this process at the latest.
    }
  }
}
