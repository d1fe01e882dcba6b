package io.consilium.worker;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Who comes into the console's pages, in a real browser. */
@ExtendWith(Browser.Resolver.class)
class ConsoleLoginTest {
  private static final String PASSWORD = "a long winter night";

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
}
