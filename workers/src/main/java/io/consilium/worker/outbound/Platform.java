package io.consilium.worker.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.contract.gateway.ModelOffer;
import io.consilium.contract.gateway.RevisionOffer;
import io.consilium.contract.gateway.TestReport;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.journal.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** The facility gateway of the site's platform, without the poll for tasks. */
public final class Platform {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration TASK_ANSWER = Duration.ofSeconds(10);
  private static final int LONGEST_ANSWER = 4 << 20;
  private static final int LONGEST_DETAIL = 500;
  private static final int UNAUTHORISED = 401;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int GONE = 410;
  private static final int TOO_MANY = 429;
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  private final URI gateway;
  private final Credential credential;
  private final Ledger ledger;
  private final PlatformLink link;
  private final HttpClient http;

  public Platform(URI platform, Credential credential, Ledger ledger, PlatformLink link) {
    this.gateway = URI.create(platform + "/facility/");
    this.credential = credential;
    this.ledger = ledger;
    this.link = link;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
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
    HttpResponse<InputStream> answer =
        exchange(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    if (answer.statusCode() >= CLIENT_ERROR) {
      throw problem(answer.statusCode(), text(answer.body()));
    }
    return answer.body();
  }

  /** Tells the submitter what the proving ground saw. */
  public void report(TestReport report) {
    String body = CanonicalJson.write(report);
    enter(Message.TEST_REPORT, "test-reports", body);
    send(post("test-reports", body));
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
    HttpRequest request =
        request(task(taskId, verb))
            .timeout(TASK_ANSWER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
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
    return send(request(path).GET().build());
  }

  private void enter(Message message, String path, String body) {
    ledger.enter(message.name(), gateway.resolve(path).toString(), "", body);
  }

  private HttpRequest post(String path, String json) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }

  private HttpRequest.Builder request(String path) {
    return request(gateway.resolve(path));
  }

  private HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address)
        .timeout(ANSWER)
        .header("Accept", "application/json, application/problem+json")
        .header("Authorization", credential.authorization());
  }

  private String send(HttpRequest request) {
    HttpResponse<InputStream> answer = exchange(request, HttpResponse.BodyHandlers.ofInputStream());
    String body = text(answer.body());
    if (answer.statusCode() >= CLIENT_ERROR) {
      throw problem(answer.statusCode(), body);
    }
    return body;
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      HttpResponse<T> answer = http.send(request, handler);
      link.answered(answer.statusCode(), date(answer.headers()));
      return answer;
    } catch (IOException e) {
      link.failed();
      throw new PlatformUnavailableException(link.state().words());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformUnavailableException("the worker is stopping");
    }
  }

  private RuntimeException problem(int status, String body) {
    if (status == UNAUTHORISED || status >= SERVER_ERROR) {
      return new PlatformUnavailableException(link.state().words());
    }
    String detail = detail(body).orElse("the platform refused it (HTTP " + status + ")");
    return status == TOO_MANY
        ? new PlatformUnavailableException(detail)
        : new PlatformRefusedException(status, detail);
  }

  /** What a problem+json says, cut to a length and freed of control characters. */
  private static Optional<String> detail(String body) {
    try {
      JsonNode detail = CanonicalJson.STRICT.readTree(body).path("detail");
      return detail.isTextual()
          ? Optional.of(
              detail
                  .textValue()
                  .substring(0, Math.min(LONGEST_DETAIL, detail.textValue().length()))
                  .replaceAll("\\p{Cntrl}", " "))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String text(InputStream stream) {
    try (stream) {
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

  private static Optional<Instant> date(HttpHeaders headers) {
    return headers.firstValue("Date").flatMap(Platform::httpDate);
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
