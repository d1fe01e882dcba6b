package io.consilium.worker.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.contract.gateway.KeyRevocation;
import io.consilium.contract.gateway.KeyRotation;
import io.consilium.contract.gateway.ModelOffer;
import io.consilium.contract.gateway.RevisionOffer;
import io.consilium.contract.gateway.TestReport;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.journal.Ledger;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;

/** The facility gateway of the site's platform, without the poll for tasks. */
public final class Platform implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration TASK_ANSWER = Duration.ofSeconds(10);
  private static final int LONGEST_ANSWER = 4 << 20;
  private static final int UNAUTHORISED = 401;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int GONE = 410;
  private static final int TOO_MANY = 429;
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  private final URI gateway;
  private final HttpHost host;
  private final Credential credential;
  private final Ledger ledger;
  private final PlatformLink link;
  private final Network network;
  private final CloseableHttpClient http;

  public Platform(
      URI platform, Credential credential, Ledger ledger, PlatformLink link, Network network) {
    this.gateway = URI.create(platform + "/facility/");
    this.host = new HttpHost(platform.getScheme(), platform.getHost(), platform.getPort());
    this.credential = credential;
    this.ledger = ledger;
    this.link = link;
    this.network = network;
    this.http = network.client(ANSWER);
  }

  /** The active revisions with their approved models. */
  public List<BenchmarkOffer> offers() {
    return read(get(Message.READ_OFFERS, "benchmarks"), new TypeReference<>() {});
  }

  /**
   * A revision's document with its approvals; nothing when there is none to be seen.
   *
   * @throws PlatformUnavailableException when it cannot be asked now
   */
  public Optional<RevisionOffer> revision(String benchmarkId, int revision) {
    return found(Message.READ_REVISION, "revisions/" + benchmarkId + "/" + revision)
        .map(json -> read(json, new TypeReference<>() {}));
  }

  /** A model's document with its approvals; nothing when there is none to be seen. */
  public Optional<ModelOffer> model(String modelId) {
    return found(Message.READ_MODEL, "models/" + modelId)
        .map(json -> read(json, new TypeReference<>() {}));
  }

  /**
   * A demo dataset's bytes; the caller closes the stream and checks what it reads.
   *
   * @param sha256 64 hex digits
   */
  public InputStream asset(String sha256) {
    String path = "assets/" + sha256;
    enter(Message.READ_ASSET, path, "");
    ClassicHttpResponse answer = exchange(new HttpGet(gateway.resolve(path)), credential);
    if (answer.getCode() >= CLIENT_ERROR) {
      throw problem(answer.getCode(), text(answer));
    }
    return stream(answer);
  }

  /** Tells the submitter what the proving ground saw. */
  public void report(TestReport report) {
    String body = CanonicalJson.write(report);
    enter(Message.TEST_REPORT, "test-reports", body);
    send(post("test-reports", body));
  }

  /**
   * Puts a new key in the place of one of the facility's.
   *
   * @param person who decided, for the ledger
   */
  public void rotate(KeyRotation rotation, String person) {
    String body = CanonicalJson.write(rotation);
    ledger.enter(Message.KEY_ROTATION.name(), gateway.resolve("keys").toString(), person, body);
    send(post("keys", body));
  }

  /**
   * Ends one of the facility's keys.
   *
   * @param person who decided, for the ledger
   */
  public void revoke(KeyRevocation revocation, String person) {
    String body = CanonicalJson.write(revocation);
    String path = "keys/revocations";
    ledger.enter(Message.KEY_REVOCATION.name(), gateway.resolve(path).toString(), person, body);
    send(post(path, body));
  }

  /** Whether the platform knows the facility by this transport key. */
  public boolean knows(SigningKey transport) {
    enter(Message.READ_KEYS, "keys", "");
    try {
      send(new HttpGet(gateway.resolve("keys")), credential.by(transport));
      return true;
    } catch (PlatformUnavailableException | PlatformRefusedException e) {
      return false;
    }
  }

  /** What became of a statement that was sent. */
  sealed interface Answer {
    record Stored() implements Answer {}

    /** To be sent again later. */
    record NotNow(String why) implements Answer {}

    /** Never to be sent again. */
    record Refused(String why) implements Answer {}
  }

  /** Sends a statement that is in the ledger already. */
  Answer sendStatement(String envelope) {
    try {
      send(post("statements", envelope));
      return new Answer.Stored();
    } catch (PlatformUnavailableException e) {
      return new Answer.NotNow(words(e));
    } catch (PlatformRefusedException e) {
      return e.status() == CONFLICT ? new Answer.NotNow(words(e)) : new Answer.Refused(words(e));
    }
  }

  /** What the platform says to a message about a task. */
  public sealed interface TaskAnswer {
    record Taken() implements TaskAnswer {}

    /** The task is not this facility's, or ended long ago: nobody waits for the message. */
    record Gone() implements TaskAnswer {}

    /** To be said again later. */
    record NotNow(String why) implements TaskAnswer {}
  }

  /** Where messages about a task go. */
  public URI task(String taskId, String verb) {
    return gateway.resolve("engine/external-task/" + taskId + "/" + verb);
  }

  /**
   * Says something about a task: how it ended, which is in the ledger already, or that it is still
   * held, or given back, which says nothing of the site.
   *
   * @param verb the last part of the call's path
   */
  public TaskAnswer tell(String taskId, String verb, String body) {
    HttpPost request = post(task(taskId, verb), body);
    request.setConfig(network.patience(TASK_ANSWER));
    try {
      send(request);
      return new TaskAnswer.Taken();
    } catch (PlatformUnavailableException e) {
      return new TaskAnswer.NotNow(words(e));
    } catch (PlatformRefusedException e) {
      return e.status() == NOT_FOUND || e.status() == GONE
          ? new TaskAnswer.Gone()
          : new TaskAnswer.NotNow(words(e));
    }
  }

  private static String words(Exception e) {
    return Optional.ofNullable(e.getMessage()).orElse("no reason given");
  }

  private Optional<String> found(Message message, String path) {
    try {
      return Optional.of(get(message, path));
    } catch (PlatformRefusedException e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private String get(Message message, String path) {
    enter(message, path, "");
    return send(new HttpGet(gateway.resolve(path)));
  }

  private void enter(Message message, String path, String body) {
    ledger.enter(message.name(), gateway.resolve(path).toString(), "", body);
  }

  private HttpPost post(String path, String json) {
    return post(gateway.resolve(path), json);
  }

  private static HttpPost post(URI place, String json) {
    HttpPost post = new HttpPost(place);
    post.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
    return post;
  }

  private String send(HttpUriRequestBase request) {
    return send(request, credential);
  }

  private String send(HttpUriRequestBase request, Credential proof) {
    ClassicHttpResponse answer = exchange(request, proof);
    String body = text(answer);
    if (answer.getCode() >= CLIENT_ERROR) {
      throw problem(answer.getCode(), body);
    }
    return body;
  }

  /** The answer is open: who reads its body closes it. */
  private ClassicHttpResponse exchange(HttpUriRequestBase request, Credential proof) {
    request.setHeader("Accept", "application/json, application/problem+json");
    request.setHeader("Authorization", proof.authorization());
    try {
      ClassicHttpResponse answer = http.executeOpen(host, request, null);
      if (network.isProxyRefusal(answer.getCode())) {
        answer.close();
        link.failed(network.loginWords());
        throw new PlatformUnavailableException(link.state().words());
      }
      link.answered(answer.getCode(), date(answer));
      return answer;
    } catch (IOException e) {
      network.words(e).ifPresentOrElse(link::failed, link::failed);
      throw new PlatformUnavailableException(link.state().words());
    }
  }

  private RuntimeException problem(int status, String body) {
    if (status == UNAUTHORISED || status >= SERVER_ERROR) {
      return new PlatformUnavailableException(link.state().words());
    }
    String detail = Problems.detail(body).orElse("the platform refused it (HTTP " + status + ")");
    return status == TOO_MANY
        ? new PlatformUnavailableException(detail)
        : new PlatformRefusedException(status, detail);
  }

  private static InputStream stream(ClassicHttpResponse answer) {
    try {
      return answer.getEntity() == null
          ? InputStream.nullInputStream()
          : new BodyStream(answer.getEntity().getContent(), answer);
    } catch (IOException e) {
      throw new PlatformUnavailableException("the platform's answer broke off");
    }
  }

  /** A body whose connection ends with it. */
  private static final class BodyStream extends FilterInputStream {
    private final ClassicHttpResponse answer;

    BodyStream(InputStream body, ClassicHttpResponse answer) {
      super(body);
      this.answer = answer;
    }

    @Override
    public void close() throws IOException {
      answer.close();
    }
  }

  private static String text(ClassicHttpResponse answer) {
    try (InputStream stream = stream(answer)) {
      byte[] bytes = stream.readNBytes(LONGEST_ANSWER + 1);
      if (bytes.length > LONGEST_ANSWER) {
        throw new PlatformUnavailableException("the platform's answer is too long");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new PlatformUnavailableException("the platform's answer broke off");
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return CanonicalJson.STRICT.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new PlatformUnavailableException(
          "the platform's answer is not what this version of the worker understands: "
              + e.getOriginalMessage());
    }
  }

  private static Optional<Instant> date(ClassicHttpResponse answer) {
    return Optional.ofNullable(answer.getFirstHeader("Date"))
        .flatMap(date -> httpDate(date.getValue()));
  }

  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
  }

  /** Reads an HTTP date; nothing when it is none. */
  public static Optional<Instant> httpDate(String text) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
