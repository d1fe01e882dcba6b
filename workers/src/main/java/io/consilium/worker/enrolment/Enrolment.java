package io.consilium.worker.enrolment;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteHome;
import io.consilium.worker.site.SitePolicy;
import io.consilium.worker.site.SiteSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes a site, and says what the platform's operator has to register of it. */
public final class Enrolment {
  private Enrolment() {}

  /**
   * Makes the folder, the files and the keys of a new site.
   *
   * @param passphrase protects the release key
   * @throws io.consilium.contract.signing.InvalidKeyException when the passphrase is too short
   * @throws IllegalStateException when there is a site already
   */
  public static Site make(SiteHome home, SiteSettings settings, String passphrase) {
    SiteKeys.requireUsable(passphrase);
    refuseExisting(home);
    SiteKeys.makeForFacility(home, passphrase);
    return writeFiles(home, settings);
  }

  /**
   * Makes the site of the proving ground, which has no release key.
   *
   * @throws IllegalStateException when there is a site already
   */
  public static Site makeProvingGround(SiteHome home, SiteSettings settings) {
    refuseExisting(home);
    SiteKeys.makeForProvingGround(home);
    return writeFiles(home, settings);
  }

  /** The facility's registration as JSON: its ids, its names and the public halves of its keys. */
  public static String registration(Site site) {
    SiteKeys keys = SiteKeys.of(site.home());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", site.settings().facilityId());
    body.put("name", site.settings().name());
    body.put("organisation", site.settings().organisation());
    body.put("transportKey", keys.transport().verificationKey().jwk());
    if (keys.canSignStatements()) {
      body.put("releaseKey", keys.releasePublic().jwk());
      body.put("policyKey", keys.policy().verificationKey().jwk());
    }
    return JSONObjectUtils.toJSONString(body);
  }

  private static void refuseExisting(SiteHome home) {
    if (home.exists() || Files.exists(home.keys())) {
      throw new IllegalStateException(
          "There is a site in " + home.root() + " already; its keys are not replaced");
    }
    SiteHome.makePrivate(home.root());
  }

  static Site writeFiles(SiteHome home, SiteSettings settings) {
    SiteHome.makePrivate(home.state());
    write(home.policyFile(), SitePolicy.DEFAULT_FILE.getBytes(StandardCharsets.UTF_8));
    write(home.siteFile(), settings.toYaml());
    return Site.open(home);
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be written", e);
    }
  }
}
