package io.consilium.worker;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.Set;

/**
 * Pictures of pages, for whoever looks for a fault. With {@code CONSILIUM_SCREENSHOTS=1} in the
 * environment, those of the documentation go to {@code docs/images}.
 */
final class Pictures {
  private static final Path HERE = Path.of("target/pictures");
  private static final Path DOCS = Path.of("../docs/images");
  private static final Set<String> OF_THE_DOCS = Set.of("console-acceptance", "console-release");

  private Pictures() {}

  static void take(Page page, String name) {
    boolean kept = "1".equals(System.getenv("CONSILIUM_SCREENSHOTS")) && OF_THE_DOCS.contains(name);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath((kept ? DOCS : HERE).resolve(name + ".png")));
  }
}
