package io.consilium.demo;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person in front of Debian's Chromium.
 *
 * <p>With {@code CONSILIUM_SCREENSHOTS=1} in the environment, pictures go to {@code docs/images}.
 */
final class Browser implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");
  private static final double PATIENCE_MS = 60_000;

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final URI platform;
  private final Path root;

  private Browser(
      Playwright playwright, com.microsoft.playwright.Browser chromium, URI platform, Path root) {
    this.playwright = playwright;
    this.chromium = chromium;
    this.platform = platform;
    this.root = root;
  }

  static Browser open(URI platform, Path root) {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Path executable =
        Path.of(Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"));
    com.microsoft.playwright.Browser chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setHeadless(true)
                    .setArgs(FLAGS));
    return new Browser(playwright, chromium, platform, root);
  }

  /** A fresh window of somebody who has not logged in. */
  Page window() {
    BrowserContext context =
        chromium.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(1440, 1080)
                .setLocale("en-GB"));
    context.setDefaultTimeout(PATIENCE_MS);
    return context.newPage();
  }

  /** A window of somebody who has logged in to one of the engine's webapps by its own form. */
  Page webapp(String app, Person person) {
    Page page = window();
    page.navigate(platform + "/camunda/app/" + app + "/default/");
    page.getByPlaceholder("Username").fill(person.id());
    page.getByPlaceholder("Password").fill(person.password());
    page.locator("button[type=submit]").click();
    return page;
  }

  /** A window of somebody who has logged in to the portal. */
  Page portal(Person person, String path) {
    Page page = window();
    page.navigate(platform + "/login?next=" + path);
    page.locator("input[name=username]").fill(person.id());
    page.locator("input[name=password]").fill(person.password());
    page.locator("button[type=submit]").click();
    return page;
  }

  /** Whether this run is to make the documentation's pictures. */
  static boolean picturesAreAsked() {
    return "1".equals(System.getenv("CONSILIUM_SCREENSHOTS"));
  }

  /** Keeps a picture: for the documentation when asked to, else for whoever looks for a fault. */
  void picture(Page page, String name) {
    Path folder = root.resolve(picturesAreAsked() ? "docs/images" : "docker/demo/target/pictures");
    page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
