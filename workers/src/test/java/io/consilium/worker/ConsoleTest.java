package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.site.SiteHome;
import io.consilium.worker.zoo.Attack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** Who may talk to the worker, and how the command behaves where no container is needed. */
class ConsoleTest {
  private final PlatformStub platform = PlatformStub.start();

  @TempDir private Path folder;
  private SiteHome home;
  private Cli cli;
  private ConfigurableApplicationContext worker;
  private JsonNode address;

  @BeforeEach
  void startWorker() throws IOException {
    home = new SiteHome(folder.resolve("site"));
    TestSite.make(home, platform, "", List.of());
    worker = WorkerApplication.start(home);
    cli = new Cli(home);
    address = CanonicalJson.STRICT.readTree(Files.readString(home.consoleFile()));
  }

  @AfterEach
  void stopWorker() {
    worker.close();
    platform.close();
    assertThat(home.consoleFile()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/status", "/releases", "/ledger", "/", "/nowhere", "/error", "/actuator"})
  @Attack("console/without_the_token")
  void nobodyComesInWithoutTheToken(String path) throws Exception {
    assertThat(get(path, Optional.empty()).statusCode()).isEqualTo(401);
    assertThat(get(path, Optional.of("Bearer wrong")).statusCode()).isEqualTo(401);
    assertThat(get(path, Optional.empty()).body()).isEmpty();
  }

  @Test
  void withTheTokenThereIsWhatThereIsAndNothingElse() throws Exception {
    Optional<String> token = Optional.of("Bearer " + address.path("token").asText());

    assertThat(get("/status", token).statusCode()).isEqualTo(200);
    assertThat(get("/nowhere", token).statusCode()).isEqualTo(404);
    assertThat(get("/", token).statusCode()).isEqualTo(404);
  }

  @Test
  void onlyTheWorkersUserCanReadTheToken() throws IOException {
    assertThat(Files.getPosixFilePermissions(home.consoleFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  @Attack("console/from_another_machine")
  void theConsoleListensOnLoopbackOnly() throws IOException {
    int port = URI.create(address.path("url").asText()).getPort();

    for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress host : Collections.list(card.getInetAddresses())) {
        assertThat(answers(host, port))
            .as(host.toString())
            .isEqualTo(host.getHostAddress().equals("127.0.0.1"));
      }
    }
  }

  @Test
  void acceptanceShowsWhatWouldRunAndAsks() {
    Documents documents = Documents.onPaper();
    platform.offering(documents.benchmark(), documents.model("oracle"));

    Cli.Outcome declined = answering("n\n", "accept", Documents.BENCHMARK, "--all-models");

    assertThat(declined.code()).isEqualTo(1);
    assertThat(declined.out())
        .contains(documents.benchmark().digest())
        .contains("preparator: Copier", "reference model: Threshold", "model: Another model")
        .contains("127.0.0.1:5000/tests/benchmark@" + documents.digest())
        .contains("at most participants")
        .contains("May these containers run on this site's data? [y/N]")
        .contains("Nothing was done");
    assertThat(cli.run("offers")).contains("not accepted: consilium accept aspirates");

    Cli.Outcome accepted = answering("y\n", "accept", Documents.BENCHMARK, "--all-models");

    assertThat(accepted.code()).isZero();
    assertThat(accepted.out()).contains("Accepted revision 1 of aspirates", "threshold, oracle");
    assertThat(cli.run("offers")).contains("(accepted)").doesNotContain("not accepted");
  }

  @Test
  @Attack("console/changed_meanwhile")
  void whatChangesBetweenLookingAndAgreeingIsNotAccepted() throws Exception {
    Documents documents = Documents.onPaper();
    platform.offering(documents.benchmark());
    Optional<String> token = Optional.of("Bearer " + address.path("token").asText());
    String shown =
        get("/offers/aspirates", token).headers().firstValue("Consilium-Shown").orElseThrow();
    platform.offering(documents.minimumCount(1).benchmark());

    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address.path("url").asText() + "/acceptances"))
                    .header("Authorization", token.orElseThrow())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "benchmark=aspirates&as=Freya&shown=" + shown))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("what was shown has changed meanwhile");
    assertThat(cli.run("offers")).contains("not accepted");
  }

  @Test
  void mistakesAreExplained() throws IOException {
    Path data = Files.createDirectory(folder.resolve("raw"));

    assertThat(cli.attempt("dataset", "prepare", "fna", "--passphrase-file", "/nowhere").err())
        .contains("/nowhere cannot be read");
    assertThat(failure("dataset", "show", "fna")).contains("there is no dataset fna");
    assertThat(failure(add("FNA", data, "30"))).contains("'FNA' is not a name");
    assertThat(failure(add("fna", folder.resolve("missing"), "30")))
        .contains("there is no folder " + folder.resolve("missing"));
    assertThat(failure(add("fna", data, "0"))).contains("at least one person");
    assertThat(cli.run(add("fna", data, "30"))).contains("consilium dataset prepare");
    assertThat(failure(add("fna", data, "30"))).contains("there is a dataset fna already");
    assertThat(
            failure("dataset", "prepare", "fna", "--passphrase-file", cli.passphrase().toString()))
        .contains("this site did not accept the benchmark aspirates", "consilium accept aspirates");
    assertThat(failure("dataset", "register", "fna", "--yes")).contains("the dataset fna is added");
    assertThat(failure("release", "show", "e1")).contains("there is no execution e1");
    assertThat(failure("accept", "unknown")).contains("offers no benchmark unknown");
  }

  @Test
  void jsonIsForPrograms() throws IOException {
    JsonNode status = CanonicalJson.STRICT.readTree(cli.run("status", "--json"));
    JsonNode datasets = CanonicalJson.STRICT.readTree(cli.run("dataset", "list", "--json"));

    assertThat(status.path("facility").asText()).isEqualTo("aurora");
    assertThat(status.path("release").asText()).isEqualTo("by hand");
    assertThat(datasets.path("datasets").isArray()).isTrue();
  }

  private static String[] add(String name, Path data, String people) {
    return new String[] {
      "dataset",
      "add",
      name,
      "--benchmark",
      "aspirates",
      "--data",
      data.toString(),
      "--labels",
      data.toString(),
      "--people",
      people
    };
  }

  private String failure(String... arguments) {
    Cli.Outcome outcome = cli.attempt(arguments);
    assertThat(outcome.code()).as(outcome.out()).isEqualTo(1);
    return outcome.err();
  }

  private Cli.Outcome answering(String answer, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    try {
      return cli.attempt(arguments);
    } finally {
      System.setIn(before);
    }
  }

  private HttpResponse<String> get(String path, Optional<String> authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address.path("url").asText() + path));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static boolean answers(InetAddress host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
