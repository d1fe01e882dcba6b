package io.consilium.worker.enrolment;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.worker.site.SiteHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/**
 * The keys of a site. The transport key says which facility calls; the release key signs what a
 * person decided and needs a passphrase; the policy key signs what site policy releases by itself.
 */
public final class SiteKeys {
  /** Shortest passphrase, in characters. */
  public static final int SHORTEST_PASSPHRASE = 8;

  private static final String TRANSPORT = "transport.jwk";
  private static final String POLICY = "policy.jwk";
  private static final String RELEASE = "release.jwe";
  private static final String RELEASE_PUBLIC = "release.public.jwk";
  private static final String SECRET = "site.secret";

  private final Path folder;

  private SiteKeys(Path folder) {
    this.folder = folder;
  }

  /** The keys of an existing site. */
  public static SiteKeys of(SiteHome home) {
    return new SiteKeys(home.keys());
  }

  /** Makes the keys of a data provider's site. */
  static SiteKeys makeForFacility(SiteHome home, String passphrase) {
    requireUsable(passphrase);
    SiteKeys keys = makeForProvingGround(home);
    PrivateFile.create(keys.folder.resolve(POLICY), SigningKey.generate().jwk());
    SigningKey release = SigningKey.generate();
    PrivateFile.create(keys.folder.resolve(RELEASE), release.encrypt(passphrase));
    PrivateFile.create(
        keys.folder.resolve(RELEASE_PUBLIC),
        JSONObjectUtils.toJSONString(release.verificationKey().jwk()));
    return keys;
  }

  /** Makes the keys of the proving ground, where nobody releases anything. */
  static SiteKeys makeForProvingGround(SiteHome home) {
    SiteKeys keys = new SiteKeys(SiteHome.makePrivate(home.keys()));
    PrivateFile.create(keys.folder.resolve(TRANSPORT), SigningKey.generate().jwk());
    PrivateFile.create(keys.folder.resolve(SECRET), SiteSecret.generate().hex());
    return keys;
  }

  /**
   * Refuses a passphrase that is too short.
   *
   * @throws InvalidKeyException saying so
   */
  public static void requireUsable(String passphrase) {
    if (passphrase.length() < SHORTEST_PASSPHRASE) {
      throw new InvalidKeyException(
          "The passphrase of the release key needs at least "
              + SHORTEST_PASSPHRASE
              + " characters");
    }
  }

  public SigningKey transport() {
    return SigningKey.ofJwk(PrivateFile.read(folder.resolve(TRANSPORT)));
  }

  public SigningKey policy() {
    return SigningKey.ofJwk(PrivateFile.read(folder.resolve(POLICY)));
  }

  /**
   * The release key, unlocked for one use.
   *
   * @throws InvalidKeyException when the passphrase does not open it
   */
  public SigningKey unlockRelease(String passphrase) {
    return SigningKey.decrypt(PrivateFile.read(folder.resolve(RELEASE)), passphrase);
  }

  public SiteSecret secret() {
    return SiteSecret.parse(PrivateFile.read(folder.resolve(SECRET)));
  }

  /** Whether there are keys for statements, as every site but the proving ground has them. */
  boolean canSignStatements() {
    return Files.exists(folder.resolve(RELEASE));
  }

  VerificationKey releasePublic() {
    try {
      return VerificationKey.ofJwk(
          JSONObjectUtils.parse(PrivateFile.read(folder.resolve(RELEASE_PUBLIC))));
    } catch (ParseException e) {
      throw new InvalidKeyException("The file " + RELEASE_PUBLIC + " is damaged");
    }
  }
}
