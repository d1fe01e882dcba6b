package io.consilium.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Endorsement;
import io.consilium.contract.statement.Envelope;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.site.SitePolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a committee's member does: a key, and a signature that goes to the platform or a file. */
class RevisionCommandTest {
  private static final Documents DOCUMENTS = Documents.onPaper();
  private static final BenchmarkDocument REVISION = DOCUMENTS.benchmark();
  private static final String SECRET = "correct horse battery";

  @TempDir private Path folder;
  private Path secret = Path.of("");
  private Path key = Path.of("");
  private String printed = "";
  private final List<String> received = new ArrayList<>();
  private final List<HttpServer> servers = new ArrayList<>();

  @BeforeEach
  void makeKey() throws IOException {
    secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    key = folder.resolve("chloe.key");
    printed = run("revision", "new-key", key.toString()).out();
  }

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @Test
  void aKeyIsPrivateAndItsPublicHalfFitsTheSitesPolicy() throws IOException {
    assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
    String policy = printed.substring(printed.indexOf("acceptance:"));

    assertThat(
            SitePolicy.parse(policy.getBytes(StandardCharsets.UTF_8))
                .acceptance()
                .pinnedKeys()
                .get(0)
                .key())
        .isEqualTo(signingKey().verificationKey());
    assertThat(printed).contains("Fingerprint " + signingKey().id());
  }

  @Test
  void aKeyIsNotOverwrittenAndAShortPassphraseIsRefused() throws IOException {
    assertThat(run("revision", "new-key", key.toString()).err()).contains("exists already");
    Files.writeString(secret, "short\n");
    assertThat(run("revision", "new-key", folder.resolve("other.key").toString()).err())
        .contains("at least 8 characters");
  }

  @Test
  void filesAreSignedIntoFiles() throws IOException {
    Path benchmark = Files.writeString(folder.resolve("benchmark.yaml"), REVISION.canonicalJson());
    Path model =
        Files.writeString(folder.resolve("model.yaml"), DOCUMENTS.model("oak").canonicalJson());

    Outcome outcome =
        run(
            "revision",
            "sign",
            benchmark.toString(),
            "--models",
            model.toString(),
            "--key",
            key.toString(),
            "--out",
            folder.toString(),
            "--yes");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains(REVISION.digest())
        .contains("evaluator counter: " + DOCUMENTS.digest())
        .contains("figures rest on at least 10 people");
    assertThat(signed("aspirates-r1").covers(REVISION)).isTrue();
    assertThat(signed("aspirates-r1.oak").covers(REVISION, DOCUMENTS.model("oak"))).isTrue();
  }

  @Test
  void whatThePlatformShowsIsSignedAndSentBack() throws IOException {
    HttpServer platform =
        platform(
            "{\"digest\":\"x\",\"document\":%s,\"models\":[%s],\"signatures\":[]}"
                .formatted(REVISION.canonicalJson(), DOCUMENTS.model("oak").canonicalJson()));

    Outcome outcome =
        run(
            "revision",
            "sign",
            "aspirates-r1",
            "--models",
            "oak",
            "--key",
            key.toString(),
            "--platform",
            url(platform),
            "--user",
            "chloe",
            "--yes");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(received)
        .filteredOn(request -> request.startsWith("POST"))
        .hasSize(2)
        .allMatch(
            request ->
                request.startsWith("POST /api/benchmarks/aspirates/revisions/1/signatures "));
    String first =
        received.stream().filter(request -> request.startsWith("POST")).findFirst().orElseThrow();
    assertThat(
            Endorsement.verify(
                    Envelope.parse(first.substring(first.indexOf('{'))),
                    signingKey().verificationKey())
                .covers(REVISION))
        .isTrue();
  }

  @Test
  void aWrongPassphraseSignsNothing() throws IOException {
    Path benchmark = Files.writeString(folder.resolve("benchmark.yaml"), REVISION.canonicalJson());
    Files.writeString(secret, "wrong horse battery\n");

    Outcome outcome =
        run(
            "revision",
            "sign",
            benchmark.toString(),
            "--key",
            key.toString(),
            "--out",
            folder.toString(),
            "--yes");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("the passphrase does not open this key");
    assertThat(folder.toFile().list()).noneMatch(name -> name.endsWith(".dsse.json"));
  }

  @Test
  void mistakesSayWhatToDo() throws IOException {
    assertThat(run("revision", "sign", "aspirates-r1", "--key", key.toString()).err())
        .contains("--platform URL --user NAME, or --out DIR");
    HttpServer refusing = refusing();
    assertThat(
            run(
                    "revision",
                    "sign",
                    "aspirates-r1",
                    "--key",
                    key.toString(),
                    "--platform",
                    url(refusing),
                    "--user",
                    "max",
                    "--yes")
                .err())
        .contains("The platform refused it: There is no revision 1 of aspirates that you govern");
    assertThat(
            run(
                    "revision",
                    "sign",
                    "aspirates",
                    "--key",
                    key.toString(),
                    "--platform",
                    url(refusing),
                    "--user",
                    "max",
                    "--yes")
                .err())
        .contains("REVISION must be an id such as breast-fna-r1");
  }

  private Endorsement signed(String name) throws IOException {
    Path file = folder.resolve(name + "." + signingKey().id() + ".dsse.json");
    return Endorsement.verify(
        Envelope.parse(Files.readString(file).strip()), signingKey().verificationKey());
  }

  private SigningKey signingKey() throws IOException {
    return SigningKey.decrypt(Files.readString(key).strip(), SECRET);
  }

  private Outcome run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--passphrase-file", secret.toString()));
    if (all.contains("--user")) {
      all.addAll(List.of("--password-file", secret.toString()));
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        ConsiliumCommand.run(
            home -> {}, new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  private record Outcome(int code, String out, String err) {}

  private HttpServer platform(String page) throws IOException {
    return serve(200, page);
  }

  private HttpServer refusing() throws IOException {
    return serve(404, "{\"detail\":\"There is no revision 1 of aspirates that you govern.\"}");
  }

  private HttpServer serve(int status, String page) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, status, page));
    server.start();
    servers.add(server);
    return server;
  }

  private void answer(HttpExchange exchange, int status, String page) throws IOException {
    try (exchange) {
      received.add(
          "%s %s %s"
              .formatted(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI(),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
