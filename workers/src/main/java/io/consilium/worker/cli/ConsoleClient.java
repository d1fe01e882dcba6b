package io.consilium.worker.cli;

import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Calls the console of the running worker. It uses the oldest HTTP client of the JDK because that
 * one starts ten times faster than the others.
 */
final class ConsoleClient {
  private static final Pattern FIELD = Pattern.compile("\"(url|token)\"\\s*:\\s*\"([^\"]*)\"");
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 120_000;
  private static final int BAD = 400;

  private static final int PATIENT_ANSWER_MILLIS = 24 * 3_600_000;

  private final String url;
  private final String token;
  private final int answerMillis;

  private ConsoleClient(String url, String token, int answerMillis) {
    this.url = url;
    this.token = token;
    this.answerMillis = answerMillis;
  }

  /** The same, for answers that take as long as all of the data takes to be read. */
  ConsoleClient patient() {
    return new ConsoleClient(url, token, PATIENT_ANSWER_MILLIS);
  }

  /** How an answer is wanted. */
  enum Form {
    TEXT("text/plain"),
    JSON("application/json");

    private final String mediaType;

    Form(String mediaType) {
      this.mediaType = mediaType;
    }
  }

  /** One field of a form. */
  record Field(String name, String value) {
    String encoded() {
      return encode(name) + "=" + encode(value);
    }
  }

  /** What the worker answered. */
  record Answer(String text, Map<String, List<String>> headers) {
    Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(header -> name.equalsIgnoreCase(header.getKey()))
          .flatMap(header -> header.getValue().stream())
          .findFirst();
    }
  }

  /**
   * The console of a site's worker.
   *
   * @throws Refusal when no worker runs
   */
  static ConsoleClient of(SiteHome home) {
    if (!home.exists()) {
      throw new Refusal(
          "There is no site in "
              + home.root()
              + ": name its folder with --home or CONSILIUM_HOME, or make one with 'consilium init'");
    }
    try {
      Matcher field = FIELD.matcher(Files.readString(home.consoleFile()));
      String url = "";
      String token = "";
      while (field.find()) {
        if (field.group(1).equals("url")) {
          url = field.group(2);
        } else {
          token = field.group(2);
        }
      }
      return new ConsoleClient(url, token, ANSWER_MILLIS);
    } catch (NoSuchFileException e) {
      throw notRunning();
    } catch (IOException e) {
      throw new Refusal("The file " + home.consoleFile() + " cannot be read: " + e.getMessage());
    }
  }

  Answer get(String path, Form form, Field... query) {
    String suffix = query.length == 0 ? "" : "?" + encoded(List.of(query));
    return exchange("GET", path + suffix, form, Optional.empty());
  }

  Answer post(String path, Form form, List<Field> fields) {
    return exchange("POST", path, form, Optional.of(encoded(fields)));
  }

  private Answer exchange(String method, String path, Form form, Optional<String> body) {
    try {
      HttpURLConnection call =
          (HttpURLConnection) URI.create(url + path).toURL().openConnection(Proxy.NO_PROXY);
      call.setRequestMethod(method);
      call.setConnectTimeout(CONNECT_MILLIS);
      call.setReadTimeout(answerMillis);
      call.setRequestProperty("Authorization", "Bearer " + token);
      call.setRequestProperty("Accept", form.mediaType);
      if (body.isPresent()) {
        call.setDoOutput(true);
        call.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        try (OutputStream out = call.getOutputStream()) {
          out.write(body.get().getBytes(StandardCharsets.UTF_8));
        }
      }
      return answer(call);
    } catch (IOException | IllegalArgumentException e) {
      throw notRunning();
    }
  }

  private static Answer answer(HttpURLConnection call) throws IOException {
    int status = call.getResponseCode();
    if (status >= BAD) {
      String words = text(Optional.ofNullable(call.getErrorStream()));
      throw new Refusal(
          words.isBlank() ? "The worker answered with HTTP " + status : words.strip());
    }
    return new Answer(text(Optional.of(call.getInputStream())), call.getHeaderFields());
  }

  private static String text(Optional<InputStream> stream) throws IOException {
    if (stream.isEmpty()) {
      return "";
    }
    try (InputStream content = stream.get()) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String encoded(List<Field> fields) {
    return fields.stream().map(Field::encoded).collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Refusal notRunning() {
    return new Refusal(
        "The worker of this site does not run: start it with 'consilium worker run'");
  }
}
