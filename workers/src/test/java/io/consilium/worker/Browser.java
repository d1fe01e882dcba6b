package io.consilium.worker;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.consilium.worker.sandbox.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Debian's Chromium, opened once for all tests. */
final class Browser implements ExtensionContext.Store.CloseableResource {
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");
  private static final double PATIENCE_MS = 30_000;
  private static final Path ENSURE =
      Path.of("../docker/ensure-chromium.sh").toAbsolutePath().normalize();

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;

  private Browser() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable())
                    .setHeadless(true)
                    .setArgs(FLAGS));
  }

  private static Path executable() {
    return Path.of(
        Optional.ofNullable(System.getenv("CHROMIUM"))
            .orElseGet(
                () -> Shell.run(ENSURE.toString()).lines().reduce("", (first, last) -> last)));
  }

  /** A window of somebody who has not logged in. */
  Page window() {
    return window(wide());
  }

  Page window(com.microsoft.playwright.Browser.NewContextOptions options) {
    BrowserContext context = chromium.newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context.newPage();
  }

  static com.microsoft.playwright.Browser.NewContextOptions wide() {
    return new com.microsoft.playwright.Browser.NewContextOptions()
        .setViewportSize(1280, 900)
        .setIgnoreHTTPSErrors(true)
        .setLocale("en-GB");
  }

  static com.microsoft.playwright.Browser.NewContextOptions phone() {
    return wide().setViewportSize(390, 844);
  }

  static com.microsoft.playwright.Browser.NewContextOptions dark() {
    return wide().setColorScheme(ColorScheme.DARK);
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }

  /** Gives the browser to tests that have a parameter for it. */
  static final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(Browser.class))
          .getOrComputeIfAbsent(Browser.class, key -> new Browser());
    }
  }
}
