package io.consilium.worker.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One site as its files describe it.
 *
 * @param home its folder
 * @param settings its {@code site.yaml}
 * @param policy its {@code site-policy.yaml}
 */
public record Site(SiteHome home, SiteSettings settings, SitePolicy policy) {

  /**
   * Reads the site in a folder.
   *
   * @throws NoSiteException when there is none
   * @throws UnprotectedPlatformException when the platform is called without https
   * @throws io.consilium.contract.text.InvalidDocumentException when one of its files is wrong
   */
  public static Site open(SiteHome home) {
    if (!home.exists()) {
      throw new NoSiteException(home);
    }
    SiteSettings settings = SiteSettings.parse(read(home.siteFile()));
    SitePolicy policy = SitePolicy.parse(read(home.policyFile()));
    if (policy.network().plainHttp() == SitePolicy.PlainHttp.REFUSED
        && !SiteSettings.isProtected(settings.platform())) {
      throw new UnprotectedPlatformException(settings.platform());
    }
    return new Site(home, settings, policy);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be read", e);
    }
  }
}
