package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.consilium.worker.enrolment.Enrolment;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.fixture.Tinyproxy;
import io.consilium.worker.fixture.TlsFront;
import io.consilium.worker.fixture.TlsFront.Authority;
import io.consilium.worker.site.ConsoleSettings;
import io.consilium.worker.site.EngineList;
import io.consilium.worker.site.SiteHome;
import io.consilium.worker.site.SiteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

@DisplayName("In a hospital's network, a worker")
class NetworkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path folder;
  private final PlatformStub platform = PlatformStub.start();
  private Authority authority;
  private TlsFront front;
  private Tinyproxy proxy;
  private SiteHome home;
  private Cli cli;
  private Optional<ConfigurableApplicationContext> worker = Optional.empty();

  @BeforeEach
  void aPlatformBehindTlsAndAProxy() throws IOException {
    authority = Authority.make(folder.resolve("authority"));
    front = TlsFront.before(platform.port(), authority);
    platform.reachedAs(front.url());
    proxy = Tinyproxy.start(folder, front.url().getPort());
    home = new SiteHome(folder.resolve("site"));
    cli = new Cli(home);
    SiteSettings settings =
        new SiteSettings(
            "aurora",
            "Aurora",
            "Aurora",
            front.url(),
            ConsoleSettings.LOOPBACK,
            EngineList.of(SiteSettings.LOCAL_ENGINE),
            List.of("127.0.0.1:5000"));
    Enrolment.make(home, settings, TestSite.PASSPHRASE);
    platform.knowing("aurora", SiteKeys.of(home).transport().verificationKey());
    password(Tinyproxy.PASSWORD);
  }

  @AfterEach
  void stop() {
    worker.ifPresent(ConfigurableApplicationContext::close);
    proxy.close();
    front.close();
    platform.close();
  }

  @Test
  @DisplayName("reaches the platform through the proxy, with a login, by the hospital's authority")
  void throughTheProxy() throws IOException {
    network(proxyLines(), caLine(authority));
    startWorker();

    awaitStatus("connected to " + front.url());
    await().atMost(PATIENCE).until(() -> platform.polls() > 0);
    cli.run("offers");

    assertThat(platform.requests())
        .extracting(PlatformStub.Request::path)
        .contains("/facility/benchmarks", "/facility/engine/external-task/fetchAndLock");
    assertThat(front.callers()).as("nothing goes around the proxy").containsOnly(Tinyproxy.ADDRESS);
    assertThat(proxy.log()).contains("CONNECT localhost:" + front.url().getPort());
  }

  @Test
  @DisplayName("whose proxy is down says so, and does not go around it")
  void proxyDown() throws IOException {
    network(proxyLines(), caLine(authority));
    proxy.close();
    startWorker();

    awaitStatus(
        "the proxy at " + proxy.url() + " does not answer",
        "Is network.proxy.url in site.yaml right?");
    assertThat(cli.attempt("offers").err()).contains("does not answer");
    assertThat(front.callers()).isEmpty();
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  @DisplayName("with a wrong password says which settings to look at")
  void wrongPassword() throws IOException {
    password("wrong");
    network(proxyLines(), caLine(authority));
    startWorker();

    awaitStatus(
        "refuses the login: look at user and password_file under network.proxy in site.yaml");
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  @DisplayName("without a login at a proxy that wants one says so")
  void noLogin() throws IOException {
    network("  proxy: {url: \"" + proxy.url() + "\"}\n", caLine(authority));
    startWorker();

    awaitStatus("wants a login: set user and password_file under network.proxy in site.yaml");
  }

  @Test
  @DisplayName("whose proxy lets nothing out to the platform says whom to ask")
  void forbidden() throws IOException {
    proxy.close();
    proxy = Tinyproxy.start(folder, 443);
    network(proxyLines(), caLine(authority));
    startWorker();

    awaitStatus(
        "does not let this machine reach localhost:" + front.url().getPort(),
        "ask the hospital's network people to allow it");
  }

  @Test
  @DisplayName("believes no certificate of another authority, and names the file")
  void wrongAuthority() throws IOException {
    Authority other = Authority.make(folder.resolve("other"));
    network(proxyLines(), caLine(other));
    startWorker();

    awaitStatus("is not signed by an authority in " + other.certificate());
    assertThat(platform.requests()).as("nothing was said to it").isEmpty();
  }

  @Test
  @DisplayName("without a file of authorities believes the machine's, and says how to name one")
  void noAuthority() throws IOException {
    network(proxyLines(), "");
    startWorker();

    awaitStatus(
        "is not signed by an authority that this machine knows", "network.ca_file in site.yaml");
  }

  @Test
  @DisplayName("looks at no proxy of the environment")
  void environment() throws IOException {
    network("", caLine(authority));
    List<String> names = List.of("https.proxyHost", "http.proxyHost");
    names.forEach(name -> System.setProperty(name, "127.0.0.1"));
    System.setProperty("https.proxyPort", Integer.toString(proxy.url().getPort()));
    try {
      startWorker();
      awaitStatus("connected to " + front.url());
      await().atMost(PATIENCE).until(() -> platform.polls() > 0);
    } finally {
      names.forEach(System::clearProperty);
      System.clearProperty("https.proxyPort");
    }
    assertThat(front.callers()).containsOnly("127.0.0.1");
  }

  @Test
  @DisplayName("does not start with a password that others can read, or a file that is not there")
  void files() throws IOException {
    network(proxyLines(), caLine(authority));
    Path file = home.root().resolve("proxy.password");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(this::startWorker).hasMessageContaining("chmod 600 " + file);

    password(Tinyproxy.PASSWORD);
    network(proxyLines(), "  ca_file: no-such.pem\n");
    assertThatThrownBy(this::startWorker)
        .hasMessageContaining(home.root().resolve("no-such.pem") + " (network.ca_file");
  }

  @Test
  @DisplayName("does not start with keys that others can read, and says what to run")
  void keys() throws IOException {
    Path key = home.keys().resolve("transport.jwk");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(this::startWorker).hasMessageContaining("run 'chmod 600 " + key + "'");

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(home.keys(), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(this::startWorker)
        .hasMessageContaining("run 'chmod 700 " + home.keys() + "'");
  }

  @Test
  @DisplayName("calls no platform on another machine without https, unless site policy says so")
  void plainHttp() throws IOException {
    String yaml = Files.readString(home.siteFile());
    Files.writeString(
        home.siteFile(), yaml.replace(front.url().toString(), "http://platform.example"));

    assertThat(cli.attempt("keys").err()).contains("must begin with https://");

    Files.writeString(home.policyFile(), "network: {plain_http: allowed}\n");
    assertThat(cli.attempt("keys").code()).isZero();
  }

  private void startWorker() {
    worker = Optional.of(WorkerApplication.start(home));
  }

  private void awaitStatus(String... words) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(cli.run("status")).contains(words));
  }

  private void password(String password) throws IOException {
    Path file = home.root().resolve("proxy.password");
    Files.writeString(file, password + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private String proxyLines() {
    return "  proxy: {url: \"%s\", user: %s, password_file: proxy.password}\n"
        .formatted(proxy.url(), Tinyproxy.USER);
  }

  private static String caLine(Authority authority) {
    return "  ca_file: \"" + authority.certificate() + "\"\n";
  }

  private void network(String... lines) throws IOException {
    String yaml = Files.readString(home.siteFile()).replaceAll("(?s)network:.*", "");
    Files.writeString(home.siteFile(), yaml + "network:\n" + String.join("", lines));
  }
}
