package io.consilium.worker;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.consilium.contract.Topics;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Payload.ReleaseDeclined;
import io.consilium.contract.statement.Payload.ResultReleased;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.sandbox.HostileImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data owner decides everything in Chromium; containers are real, only the platform is played.
 */
@ExtendWith({HostileImage.Resolver.class, Browser.Resolver.class})
class ConsoleDecisionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SCRIPT =
      "<script>window.owned = 1</script><img src=x onerror=owned=1>";

  @TempDir private Path folder;
  private FacilityWorld world;
  private ConsoleUsers users;

  @BeforeEach
  void startWorker(HostileImage image) throws IOException {
    world = new FacilityWorld(image, folder);
    world.startWorker();
    users = new ConsoleUsers(world.cli);
    users.add("freya", "data-owner", "Freya Lindqvist");
  }

  @AfterEach
  void noContainerIsLeft() {
    world.stopWorker();
    List<String> left = world.containers();
    world.close();
    assertThat(left).isEmpty();
  }

  @Test
  void aDataOwnerAcceptsPreparesRegistersJoinsAndReleasesByHand(Browser browser)
      throws IOException {
    Documents documents = world.documents();
    world.platform.offering(documents.benchmark(), documents.model("oracle"));
    Page page = users.login(browser.window(), "freya");

    Pictures.take(page, "overview-first");
    page.getByText("Acceptance").first().click();
    page.locator("a.row").click();
    assertThat(page.locator("main")).containsText(documents.benchmark().digest().substring(0, 40));
    page.getByLabel("Another model").check();
    page.getByText("Show with these models").click();
    assertThat(page.locator(".tag", named("model"))).hasCount(2);
    page.getByLabel("Type aspirates to accept").fill("something");
    page.getByText("Accept what is shown").click();
    assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
        .containsText("Nothing was accepted");
    page.reload();
    Pictures.take(page, "console-acceptance");
    page.getByLabel("Type aspirates to accept").fill("aspirates");
    page.getByText("Accept what is shown").click();
    assertThat(told(page)).containsText("Accepted revision 1 of aspirates with threshold, oracle");
    Pictures.take(page, "acceptance-list");

    page.navigate(users.address() + "/datasets");
    fill(page, "name", "fna");
    fill(page, "benchmark", "aspirates");
    fill(page, "data", world.raw().resolve("data").toString());
    fill(page, "labels", "/nowhere/at/all");
    fill(page, "people", "30");
    page.getByText("Add", exact()).click();
    assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
        .containsText("There is no folder /nowhere/at/all.");
    fill(page, "labels", world.raw().resolve("labels").toString());
    page.getByText("Add", exact()).click();
    assertThat(told(page)).containsText("Added fna");
    Pictures.take(page, "datasets");
    page.locator("a.row").click();
    fill(page, "passphrase", TestSite.PASSPHRASE);
    page.locator("button", named("Prepare")).click();
    assertThat(told(page)).containsText("asked to order the preparation");
    for (String topic : List.of(Topics.PREPARE, Topics.SANITY_CHECK, Topics.STATISTICS)) {
      assertThat(
              FacilityWorld.outcome(
                  world.platform.order(topic, FacilityWorld.ofPreparation(documents))))
          .isEqualTo("complete");
    }
    page.reload();
    Pictures.take(page, "dataset-prepared");
    fill(page, "passphrase", "not the passphrase");
    page.getByText("Register this dataset").click();
    assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
        .containsText("passphrase");
    fill(page, "passphrase", TestSite.PASSPHRASE);
    page.getByText("Register this dataset").click();
    assertThat(told(page)).containsText("registration is signed");
    await().atMost(PATIENCE).until(() -> world.cli.run("dataset", "list").contains("REGISTERED"));
    page.reload();
    fill(page, "passphrase", TestSite.PASSPHRASE);
    page.getByText("Ask to join").click();
    assertThat(told(page)).containsText("request to join is signed");

    page.navigate(users.address() + "/");
    assertThat(page.locator("#waiting")).containsText("Nothing waits for you");
    assertThat(world.execute("e1", documents)).isEqualTo("evaluate complete");
    // Without a reload: the page renews itself.
    assertThat(page.locator("#waiting")).containsText("Result of threshold on fna");
    Pictures.take(page, "overview");
    Page phone = users.login(browser.window(Browser.phone()), "freya");
    Pictures.take(phone, "overview-phone");
    assertThat((boolean) phone.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"))
        .isTrue();
    Page dark = users.login(browser.window(Browser.dark()), "freya");
    Pictures.take(dark, "overview-dark");
    page.getByText("Result of threshold on fna").click();
    assertThat(page.locator("pre.bytes")).containsText("\"accuracy\":{\"value\":0.5}");
    assertThat(page.locator("main")).containsText("its proposer and the owners of its models");
    assertThat(page.locator("ul.checks")).containsText("No more people than the catalogue knows: ");
    assertThat(page.locator("ul.checks")).containsText("No more bits than site policy allows: ");
    Pictures.take(page, "console-release");
    String bytes = page.locator("pre.bytes").textContent();
    assertThat(world.platform.statements()).hasSize(3);
    page.getByText("I have looked at").click();
    page.locator("form", named("Release this result"))
        .locator("[name=passphrase]")
        .fill(TestSite.PASSPHRASE);
    page.getByText("Release this result").click();

    assertThat(told(page)).containsText("e1 is released and on its way");
    await().atMost(PATIENCE).until(() -> world.platform.statements().size() == 4);
    ResultReleased released = (ResultReleased) payload(3);
    assertThat(released.metrics()).isEqualTo(ReleasedMetrics.fromCanonicalJson(bytes));
    assertThat(released.releasedBy()).startsWith("person-").doesNotContain("Freya");
    page.navigate(users.address() + "/executions");
    assertThat(page.locator("main")).containsText("Freya Lindqvist");
    for (String path :
        List.of("executions", "executions/e1", "ledger?check=yes", "policy", "logs")) {
      page.navigate(users.address() + "/" + path);
      Pictures.take(page, path.replaceAll("[^a-z0-9]", "-"));
    }
    page.navigate(users.address() + "/ledger?check=yes");
    assertThat(page.locator("main")).containsText("every entry is what was entered");
  }

  @Test
  void aResultIsDeclinedWithoutScriptsAndItsReasonStays(Browser browser) {
    Documents documents = world.documents();
    world.register(documents);
    world.execute("e1", documents);
    world.execute("e2", documents);
    Page page = users.login(browser.window(Browser.wide().setJavaScriptEnabled(false)), "freya");

    page.getByText("Release").first().click();
    page.getByLabel("Choose e1").check();
    page.getByLabel("Choose e2").check();
    page.getByText("Look at the chosen ones").click();
    assertThat(page.locator("pre.bytes")).hasCount(2);
    Pictures.take(page, "release-two");
    page.navigate(users.address() + "/release/e1");
    Locator decline = page.locator("form", named("Decline the release"));
    decline.locator("[name=reason]").fill("wrong scanner " + SCRIPT);
    decline.locator("[name=passphrase]").fill(TestSite.PASSPHRASE);
    decline.locator("button").click();

    assertThat(told(page)).containsText("e1 stays here for good");
    await().atMost(PATIENCE).until(() -> world.platform.statements().size() == 3);
    assertThat(payload(2)).isInstanceOf(ReleaseDeclined.class);
    assertThat(world.platform.requests())
        .noneSatisfy(request -> assertThat(request.body()).contains("wrong scanner"));
    page.navigate(users.address() + "/executions/e1");
    assertThat(page.locator("main")).containsText("wrong scanner " + SCRIPT);
    page.navigate(users.address() + "/release");
    assertThat(page.locator("tbody tr")).hasCount(1);
  }

  @Test
  void peopleTakePartInAPreparationAndCancelIt(Browser browser) {
    Documents documents = world.documents().preparator("people");
    world.accept(documents);
    world.addDataset();
    world.cli.decide("dataset", "prepare", FacilityWorld.DATASET);
    for (String topic : List.of(Topics.PREPARE, Topics.SANITY_CHECK)) {
      FacilityWorld.outcome(world.platform.order(topic, FacilityWorld.ofPreparation(documents)));
    }
    Page page = users.login(browser.window(), "freya");
    assertThat(page.locator("#waiting")).containsText("a step for people");
    page.getByText("a step for people").click();
    assertThat(page.locator("main")).containsText(world.home.dataset("fna").toString());
    Pictures.take(page, "dataset-people");

    Locator goOn = page.locator("form", named("Go on with the preparation"));
    goOn.locator("[name=passphrase]").fill(TestSite.PASSPHRASE);
    goOn.locator("button").click();
    assertThat(told(page)).containsText("The preparation goes on");
    Locator cancel = page.locator("form", named("Cancel the preparation"));
    cancel.locator("[name=passphrase]").fill(TestSite.PASSPHRASE);
    cancel.locator("button").click();

    assertThat(told(page)).containsText("cancelled; what is prepared is kept");
    assertThat(world.cli.run("dataset", "list")).contains("CANCELLED");
  }

  @Test
  void whatRunsAndWhatFailedIsShownWithTheNextStep(Browser browser) {
    Documents documents = world.documents().slowModel(20).evaluator("text");
    world.register(documents);
    PlatformStub.Task infer =
        world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e1", documents));
    Page page = users.login(browser.window(), "freya");

    assertThat(page.locator("#running")).containsText("The model runs");
    assertThat(page.locator("#running")).containsText("on the engine");
    Pictures.take(page, "overview-running");
    FacilityWorld.outcome(infer);
    FacilityWorld.outcome(
        world.platform.order(Topics.EVALUATE, FacilityWorld.ofExecution("e1", documents)));

    assertThat(page.locator("#failed")).containsText("STEP_FAILED");
    assertThat(page.locator("#failed")).containsText("Read the log of the container");
    Pictures.take(page, "overview-failed");
    page.getByText("Its logs").click();
    assertThat(page.locator("table")).containsText("evaluate");
  }

  @Test
  void whatOthersWroteIsShownAndNeverRun(Browser browser) throws IOException {
    BenchmarkDocument hostile =
        BenchmarkDocument.fromCanonicalJson(
            world
                .documents()
                .benchmark()
                .canonicalJson()
                .replace("\"Aspirates\"", "\"A " + SCRIPT + "\"")
                .replace("\"Accuracy\"", "\"M " + SCRIPT + "\""));
    world.platform.offering(hostile);
    Path logs = Files.createDirectories(world.home.logs().resolve("e1"));
    Files.writeString(logs.resolve("infer.log"), "before " + SCRIPT + " \u001b[31m\u202e after\n");
    users.add("mallory", "viewer", "Mallory " + SCRIPT);
    Page page = users.login(browser.window(), "mallory");

    for (String path : List.of("", "acceptance", "acceptance/aspirates", "logs", "logs/e1/infer")) {
      page.navigate(users.address() + "/" + path);
      assertThat(page.locator("body")).containsText(SCRIPT);
      assertThat(page.locator("script")).hasCount(1);
      assertThat(page.locator("img[onerror]")).hasCount(0);
      assertThat(page.evaluate("window.owned")).isNull();
    }
    assertThat(page.locator("pre")).containsText("before " + SCRIPT + " \uFFFD[31m\uFFFD after");
    // Were there a hole, the page's policy would still not run what comes through it.
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.owned=1\">')");
    page.waitForTimeout(200);
    assertThat(page.evaluate("window.owned")).isNull();
    assertThat(
            page.context()
                .request()
                .get(users.address() + "/logs/e1/infer/file")
                .headers()
                .get("content-disposition"))
        .startsWith("attachment");
    assertThat(page.context().request().get(users.address() + "/logs/..%2fkeys/x").status())
        .isIn(400, 404);
  }

  private Payload payload(int number) {
    return world
        .platform
        .statements()
        .get(number)
        .verify(SiteKeys.of(world.home).unlockRelease(TestSite.PASSPHRASE).verificationKey())
        .payload();
  }

  private static Locator told(Page page) {
    return page.locator(".notice.good");
  }

  private static void fill(Page page, String name, String text) {
    page.locator("[name=" + name + "]").first().fill(text);
  }

  private static Page.GetByTextOptions exact() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static Page.LocatorOptions named(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }
}
