package io.consilium.worker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.statement.Endorsement;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.text.CanonicalJson;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The platform as a person sees it, with a login of theirs. */
final class PlatformAccount {
  private static final String VARIABLE = "CONSILIUM_PASSWORD";
  private static final Pattern REVISION =
      Pattern.compile("([a-z0-9][a-z0-9-]{0,62})-r([1-9][0-9]{0,8})");
  private static final int CONNECT_MILLIS = 10_000;
  private static final int ANSWER_MILLIS = 60_000;
  private static final int LONGEST = 8 << 20;
  private static final int BAD = 400;

  @Option(
      names = "--platform",
      paramLabel = "URL",
      description = "The platform's address, such as https://consilium.example.org.")
  private Optional<String> url = Optional.empty();

  @Option(names = "--user", paramLabel = "NAME", description = "Your account there.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "File whose first line is the account's password; by default $"
              + VARIABLE
              + ", else you are asked.")
  private Optional<Path> passwordFile = Optional.empty();

  private String password = "";

  boolean isNamed() {
    return url.isPresent();
  }

  /** The revision as the platform shows it to its committee. */
  BenchmarkDocument revision(String id) {
    JsonNode shown = json(call("GET", path(id), ""));
    return BenchmarkDocument.fromCanonicalJson(CanonicalJson.write(shown.path("document")));
  }

  /** A model that is approved for a revision. */
  ModelDocument model(String revisionId, String modelId) {
    for (JsonNode model : json(call("GET", path(revisionId), "")).path("models")) {
      if (model.path("id").asText().equals(modelId)) {
        return ModelDocument.fromCanonicalJson(CanonicalJson.write(model));
      }
    }
    throw new Refusal("No model " + modelId + " is approved for " + revisionId);
  }

  void send(Endorsement word, Envelope signature) {
    call("POST", path(word.benchmarkId(), word.revision()), signature.toJson());
  }

  private static String path(String revisionId) {
    Matcher form = REVISION.matcher(revisionId);
    if (!form.matches()) {
      throw new Refusal(
          "REVISION must be an id such as breast-fna-r1, or a file that ends in .yaml: "
              + revisionId);
    }
    return path(form.group(1), Integer.parseInt(form.group(2)));
  }

  private static String path(String benchmark, int number) {
    return "/api/benchmarks/" + benchmark + "/revisions/" + number + "/signatures";
  }

  private String call(String method, String path, String body) {
    String base =
        url.orElseThrow(() -> new Refusal("Name the platform with --platform URL"))
            .replaceFirst("/$", "");
    try {
      HttpURLConnection call = (HttpURLConnection) URI.create(base + path).toURL().openConnection();
      call.setRequestMethod(method);
      call.setConnectTimeout(CONNECT_MILLIS);
      call.setReadTimeout(ANSWER_MILLIS);
      call.setInstanceFollowRedirects(false);
      call.setRequestProperty("Authorization", "Basic " + login());
      call.setRequestProperty("Accept", "application/json, application/problem+json");
      if (!body.isEmpty()) {
        call.setDoOutput(true);
        call.setRequestProperty("Content-Type", "application/json");
        call.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      }
      return answer(call);
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      throw new Refusal("The platform at " + base + " does not answer: " + e.getMessage());
    }
  }

  private static String answer(HttpURLConnection call) throws IOException {
    int status = call.getResponseCode();
    InputStream stream = status >= BAD ? call.getErrorStream() : call.getInputStream();
    String text =
        stream == null ? "" : new String(stream.readNBytes(LONGEST), StandardCharsets.UTF_8);
    if (status >= BAD) {
      String detail = status == HttpURLConnection.HTTP_UNAUTHORIZED ? "" : detail(text);
      throw new Refusal(
          detail.isEmpty()
              ? "The platform refused it (HTTP %d): are --user and the password right?"
                  .formatted(status)
              : "The platform refused it: " + detail);
    }
    return text;
  }

  private static String detail(String text) {
    return json(text.isBlank() ? "{}" : text).path("detail").asText();
  }

  private static JsonNode json(String text) {
    try {
      return CanonicalJson.STRICT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Refusal("The platform's answer is not JSON: is --platform its address?");
    }
  }

  private String login() {
    String name = user.orElseThrow(() -> new Refusal("Name your account with --user NAME"));
    if (password.isEmpty()) {
      password =
          passwordFile
              .map(PlatformAccount::firstLine)
              .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
              .orElseGet(() -> ask(name));
    }
    return Base64.getEncoder()
        .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new Refusal("The file " + file + " cannot be read: " + e.getMessage());
    }
  }

  private static String ask(String name) {
    Console console =
        Optional.ofNullable(System.console())
            .orElseThrow(
                () -> new Refusal("There is no password: give --password-file or set " + VARIABLE));
    return Optional.ofNullable(console.readPassword("Password of %s: ", name))
        .map(String::new)
        .orElse("");
  }
}
