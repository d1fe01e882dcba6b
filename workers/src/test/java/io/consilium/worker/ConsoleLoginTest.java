package io.consilium.worker;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.SameSiteAttribute;
import com.sun.net.httpserver.HttpServer;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.sandbox.Shell;
import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Who comes into the console's pages, in a real browser. */
@ExtendWith(Browser.Resolver.class)
class ConsoleLoginTest {
  private static final String PASSWORD = ConsoleUsers.PASSWORD;

  private static final List<String> PAGES =
      List.of(
          "/",
          "/acceptance",
          "/acceptance/aspirates",
          "/release",
          "/release/e1",
          "/datasets",
          "/datasets/fna",
          "/executions",
          "/executions/e1",
          "/ledger",
          "/policy",
          "/logs",
          "/logs/e1",
          "/logs/e1/infer",
          "/logs/e1/infer/file",
          "/error",
          "/nowhere");

  private static final List<String> DECISIONS =
      List.of(
          "/acceptance/aspirates",
          "/acceptance/aspirates/refusal",
          "/acceptance/aspirates/withdrawal",
          "/release/approval",
          "/release/refusal",
          "/datasets",
          "/datasets/fna/preparation",
          "/datasets/fna/continuation",
          "/datasets/fna/cancellation",
          "/datasets/fna/registration",
          "/datasets/fna/association");

  private final PlatformStub platform = PlatformStub.start();

  @TempDir private Path folder;
  private SiteHome home;
  private Cli cli;
  private ConfigurableApplicationContext worker;

  @BeforeEach
  void startWorker() {
    home = new SiteHome(folder.resolve("site"));
    TestSite.make(home, platform, "", List.of());
    worker = WorkerApplication.start(home);
    cli = new Cli(home);
  }

  @AfterEach
  void stopWorker() {
    worker.close();
    platform.close();
  }

  @Test
  void theFirstAccountIsMadeByALinkThatWorksOnce(Browser browser) throws IOException {
    JsonNode door = CanonicalJson.STRICT.readTree(cli.run("console", "open", "--json"));
    Page page = browser.window();

    page.navigate(door.path("first").asText());
    page.getByLabel("Name to log in with").fill("freya");
    page.getByLabel("Your name, for the site's ledger").fill("Freya Lindqvist");
    page.getByLabel("Password, at least 10 characters").fill(PASSWORD);
    page.getByLabel("The same once more").fill(PASSWORD);
    page.getByText("Make the account").click();
    page.getByLabel("Name").fill("freya");
    page.getByLabel("Password").fill(PASSWORD);
    page.locator("button").click();

    assertThat(page.locator("h1")).hasText("Overview");
    assertThat(page.locator(".who")).hasText("Freya Lindqvist");
    page.navigate(door.path("first").asText());
    assertThat(page.locator("h1")).hasText("This link does not work any more");
    assertThat(cli.run("console", "user", "list")).contains("freya", "data-owner");
    assertThat(cli.run("console", "open")).doesNotContain("code=");
    assertThat(Files.getPosixFilePermissions(home.consoleUsers()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.readString(home.consoleUsers())).doesNotContain(PASSWORD).contains("$2a$12$");
  }

  @Test
  void pagesAreForWhoeverIsLoggedIn(Browser browser) {
    users().add("vera", "viewer", "Vera");
    users().add("freya", "data-owner", "Freya");
    Page nobody = browser.window();
    Page viewer = users().login(browser.window(), "vera");
    Page owner = users().login(browser.window(), "freya");

    for (String path : PAGES) {
      APIResponse refused = read(nobody, path);

      assertThat(refused.status()).as(path).isEqualTo(302);
      assertThat(refused.headers().get("location")).as(path).endsWith("/login");
      assertThat(refused.body()).as(path).isEmpty();
      assertThat(read(viewer, path).status()).as(path).isIn(200, 404);
      assertThat(read(owner, path).status()).as(path).isIn(200, 404);
    }
    assertThat(read(viewer, "/nowhere").status()).isEqualTo(404);
    assertThat(read(viewer, "/policy").status()).isEqualTo(200);
  }

  @Test
  void onlyDataOwnersChangeAnything(Browser browser) {
    platform.offering(Documents.onPaper().benchmark());
    users().add("vera", "viewer", "Vera");
    users().add("freya", "data-owner", "Freya");
    Page nobody = browser.window();
    Page viewer = users().login(browser.window(), "vera");
    Page owner = users().login(browser.window(), "freya");
    nobody.navigate(users().address() + "/login");

    for (String path : DECISIONS) {
      assertThat(post(nobody, path, token(nobody)).status()).as(path).isIn(302, 403);
      assertThat(post(viewer, path, token(viewer)).status()).as(path).isEqualTo(403);
      assertThat(post(owner, path, token(owner)).status()).as(path).isNotIn(403, 401);
      // Not even a data owner without the form's token: whoever sends it is another page.
      assertThat(post(owner, path, "").status()).as(path).isEqualTo(403);
    }
    assertThat(cli.run("offers")).contains("not accepted");
    assertThat(viewer.locator("main")).not().containsText("Your decision");
  }

  @Test
  void anotherPageCannotDecideForWhoIsLoggedIn(Browser browser) throws IOException {
    platform.offering(Documents.onPaper().benchmark());
    users().add("freya", "data-owner", "Freya");
    Page page = users().login(browser.window(), "freya");
    page.navigate(users().address() + "/acceptance/aspirates");
    String shown = page.locator("[name=shown]").first().getAttribute("value");
    String attack =
        """
        <form method="post" action="%s/acceptance/aspirates">
          <input name="shown" value="%s"><input name="typed" value="aspirates">
          <button>Win a prize</button>
        </form>
        """
            .formatted(users().address(), shown);
    // From the same host, so that the browser sends the session's cookie along.
    HttpServer elsewhere =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          byte[] body = attack.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    elsewhere.start();
    try {
      page.navigate("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/");
      page.locator("button").click();

      assertThat(page.locator("h1")).hasText("This was not done");
      assertThat(cli.run("offers")).contains("not accepted");
    } finally {
      elsewhere.stop(0);
    }
  }

  @Test
  void whoGuessesPasswordsWaitsEverLonger(Browser browser) {
    users().add("freya", "data-owner", "Freya");
    Page page = browser.window();
    page.navigate(users().address() + "/login");

    for (int i = 0; i < 6; i++) {
      ConsoleUsers.attempt(page, "freya", "a guess");
      assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    }
    ConsoleUsers.attempt(page, "freya", ConsoleUsers.PASSWORD);

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("the next one has to wait");
  }

  @Test
  void aSessionEndsWithALogoutAndWithItsAccount(Browser browser) {
    users().add("freya", "data-owner", "Freya");
    Page first = users().login(browser.window(), "freya");
    Page second = users().login(browser.window(), "freya");

    first.getByText("Log out").click();

    assertThat(first.getByRole(AriaRole.STATUS)).containsText("logged out");
    assertThat(read(first, "/").status()).isEqualTo(302);
    assertThat(read(second, "/").status()).isEqualTo(200);
    cli.run(
        "console",
        "user",
        "password",
        "freya",
        "--password-file",
        users().passwordFile("another winter night").toString());
    assertThat(read(second, "/").status()).isEqualTo(302);
    cli.run("console", "user", "remove", "freya");
    assertThat(cli.run("console", "user", "list")).contains("Nobody has an account");
  }

  @Test
  void theCookieIsOutOfReachForScriptsAndOtherSites(Browser browser) {
    users().add("freya", "data-owner", "Freya");
    Page page = users().login(browser.window(), "freya");

    assertThat(page.context().cookies())
        .singleElement()
        .satisfies(
            cookie -> {
              assertThat(cookie.name).isEqualTo("console-aurora");
              assertThat(cookie.httpOnly).isTrue();
              assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
            });
    assertThat(read(page, "/").headers().get("content-security-policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
  }

  @Test
  void aNameThatLeadsHereFromOutsideIsRefused() throws IOException {
    int port = URI.create(users().address()).getPort();

    assertThat(status(port, "attacker.example:" + port, "")).isEqualTo(421);
    assertThat(status(port, "127.0.0.1.attacker.example", "")).isEqualTo(421);
    assertThat(status(port, "localhost:" + port, "")).isEqualTo(302);
  }

  @Test
  void browsersCannotReachTheCommandsInterface() throws IOException {
    JsonNode address = CanonicalJson.STRICT.readTree(Files.readString(home.consoleFile()));
    int command = URI.create(address.path("url").asText()).getPort();
    int pages = URI.create(users().address()).getPort();
    String token = "Authorization: Bearer " + address.path("token").asText() + "\r\n";
    String path = "/command/status";

    assertThat(status(command, path, "127.0.0.1:" + command, token)).isEqualTo(200);
    assertThat(status(command, path, "attacker.example:" + command, token)).isEqualTo(403);
    assertThat(status(command, path, "localhost:" + command, token)).isEqualTo(403);
    assertThat(status(command, path, "127.0.0.1:" + command, token + "Origin: null\r\n"))
        .isEqualTo(403);
    assertThat(
            status(
                command, path, "127.0.0.1:" + command, token + "Sec-Fetch-Site: same-origin\r\n"))
        .isEqualTo(403);
    assertThat(status(pages, path, "127.0.0.1:" + pages, token)).isEqualTo(404);
    assertThat(status(pages, "/x/../command/status", "127.0.0.1:" + pages, token)).isEqualTo(404);
  }

  @Test
  void onAnInternalAddressThereIsTlsAndNothingElse(Browser browser) throws IOException {
    String internal = internalAddress().getHostAddress();
    worker.close();
    Shell.run(
        folder,
        Map.of(),
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "1",
            "-subj",
            "/CN=console",
            "-addext",
            "subjectAltName=IP:" + internal,
            "-keyout",
            home.root().resolve("console.key").toString(),
            "-out",
            home.root().resolve("console.pem").toString()));
    String settings = Files.readString(home.siteFile());
    Files.writeString(
        home.siteFile(),
        settings.replaceFirst(
            "console:\n",
            "console:\n  address: "
                + internal
                + "\n  tls: {certificate: console.pem, key: console.key}\n"));
    worker = WorkerApplication.start(home);
    users().add("freya", "data-owner", "Freya");

    Page page = users().login(browser.window(), "freya");

    assertThat(users().address()).startsWith("https://" + internal + ":");
    assertThat(page.locator("h1")).hasText("Overview");
    assertThat(page.context().cookies().get(0).name).isEqualTo("__Host-console-aurora");
    assertThat(page.context().cookies().get(0).secure).isTrue();
    int port = URI.create(users().address()).getPort();
    assertThat(status(internal, port, "/login", internal + ":" + port, "")).isNotEqualTo(200);
  }

  private static InetAddress internalAddress() throws IOException {
    return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
        .flatMap(card -> Collections.list(card.getInetAddresses()).stream())
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst()
        .orElseThrow();
  }

  private ConsoleUsers users() {
    return new ConsoleUsers(cli);
  }

  private APIResponse read(Page page, String path) {
    return page.context()
        .request()
        .get(users().address() + path, RequestOptions.create().setMaxRedirects(0));
  }

  private APIResponse post(Page page, String path, String token) {
    return page.context()
        .request()
        .post(
            users().address() + path,
            RequestOptions.create()
                .setMaxRedirects(0)
                .setForm(
                    FormData.create()
                        .set("_csrf", token)
                        .set("id", "e1")
                        .set("name", "fna")
                        .set("benchmark", "aspirates")
                        .set("data", "/nowhere")
                        .set("labels", "/nowhere")
                        .set("people", "1")
                        .set("shown", "x")
                        .set("typed", "x")
                        .set("reason", "x")
                        .set("passphrase", "x")));
  }

  private static String token(Page page) {
    return page.locator("[name=_csrf]").first().getAttribute("value");
  }

  private static int status(int port, String host, String headers) throws IOException {
    return status(port, "/", host, headers);
  }

  private static int status(int port, String path, String host, String headers) throws IOException {
    return status("127.0.0.1", port, path, host, headers);
  }

  /** Sends a request byte by byte, as no HTTP client would. */
  private static int status(String address, int port, String path, String host, String headers)
      throws IOException {
    try (Socket socket = new Socket(address, port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n"
                  .formatted(path, host, headers)
                  .getBytes(StandardCharsets.UTF_8));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(answer.split(" ", 3)[1]);
    }
  }
}
