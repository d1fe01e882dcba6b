package io.consilium.worker.enrolment;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.consilium.contract.gateway.KeyFingerprint;
import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys of a site. The transport key says which facility calls; the release key signs what a
 * person decided and needs a passphrase; the policy key signs what site policy releases by itself.
 *
 * <p>A key that is to follow on a present one lies in a folder beside it until the platform knows
 * it: whatever breaks off, the site never loses the key by which it is known.
 */
public final class SiteKeys {
  /** Shortest passphrase, in characters. */
  public static final int SHORTEST_PASSPHRASE = 8;

  private static final String TRANSPORT = "transport.jwk";
  private static final String POLICY = "policy.jwk";
  private static final String RELEASE = "release.jwe";
  private static final String RELEASE_PUBLIC = "release.public.jwk";
  private static final String SECRET = "site.secret";
  private static final String NEXT = "next";
  private static final String FORMER = "former";

  private final Path folder;

  private SiteKeys(Path folder) {
    this.folder = folder;
  }

  /** The keys of a site. */
  public static SiteKeys of(SiteHome home) {
    return new SiteKeys(home.keys());
  }

  /** Makes the keys of a data provider's site. */
  static SiteKeys makeForFacility(SiteHome home, String passphrase) {
    return makeMissing(home, KeyRole.OF_A_FACILITY, passphrase);
  }

  /** Makes the keys of the proving ground, where nobody releases anything. */
  static SiteKeys makeForProvingGround(SiteHome home) {
    return makeMissing(home, KeyRole.OF_THE_PROVING_GROUND, "");
  }

  /** Makes those keys that are not there, and the site's secret when there is none. */
  static SiteKeys makeMissing(SiteHome home, Set<KeyRole> roles, String passphrase) {
    if (roles.contains(KeyRole.RELEASE)) {
      requireUsable(passphrase);
    }
    SiteKeys keys = new SiteKeys(SiteHome.makePrivate(home.keys()));
    roles.forEach(role -> keys.make(role, passphrase));
    if (!Files.exists(keys.folder.resolve(SECRET))) {
      PrivateFile.create(keys.folder.resolve(SECRET), SiteSecret.generate().hex());
    }
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

  /**
   * Refuses keys that others than the worker's user can use.
   *
   * @throws InvalidKeyException naming the file and the command that mends it
   */
  public void requirePrivate() {
    PrivateFile.requireOwnerOnly(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      files.forEach(PrivateFile::requireOwnerOnly);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " cannot be read", e);
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

  /** What two people compare by telephone: the same as the platform shows its operator. */
  public String fingerprint() {
    Map<KeyRole, VerificationKey> present = new EnumMap<>(KeyRole.class);
    for (KeyRole role : KeyRole.values()) {
      if (has(role)) {
        present.put(role, publicKey(role));
      }
    }
    return KeyFingerprint.of(present);
  }

  /** The key of a role; the passphrase opens the release key and no other. */
  SigningKey key(KeyRole role, String passphrase) {
    return switch (role) {
      case TRANSPORT -> transport();
      case POLICY -> policy();
      case RELEASE -> unlockRelease(passphrase);
    };
  }

  /** Whether there is a key of that role. */
  boolean has(KeyRole role) {
    return Files.exists(folder.resolve(file(role)));
  }

  /** Whether there are keys for statements, as every site but the proving ground has them. */
  boolean canSignStatements() {
    return has(KeyRole.RELEASE);
  }

  VerificationKey publicKey(KeyRole role) {
    return switch (role) {
      case TRANSPORT -> transport().verificationKey();
      case POLICY -> policy().verificationKey();
      case RELEASE -> releasePublic();
    };
  }

  VerificationKey releasePublic() {
    try {
      return VerificationKey.ofJwk(
          JSONObjectUtils.parse(PrivateFile.read(folder.resolve(RELEASE_PUBLIC))));
    } catch (ParseException e) {
      throw new InvalidKeyException("The file " + RELEASE_PUBLIC + " is damaged");
    }
  }

  /** Keys that are to follow on these, as far as there are any. */
  SiteKeys next() {
    return new SiteKeys(SiteHome.makePrivate(folder.resolve(NEXT)));
  }

  /** Makes the key of that role unless it is there. */
  void make(KeyRole role, String passphrase) {
    if (has(role)) {
      return;
    }
    SigningKey made = SigningKey.generate();
    if (role == KeyRole.RELEASE) {
      PrivateFile.replace(
          folder.resolve(RELEASE_PUBLIC),
          JSONObjectUtils.toJSONString(made.verificationKey().jwk()));
      PrivateFile.create(folder.resolve(RELEASE), made.encrypt(passphrase));
    } else {
      PrivateFile.create(folder.resolve(file(role)), made.jwk());
    }
  }

  /** Forgets the key of that role that was to follow. */
  void dropNext(KeyRole role) {
    SiteKeys next = next();
    files(role).forEach(file -> delete(next.folder.resolve(file)));
  }

  /**
   * The next key of that role becomes the present one; of the former one, the public half stays.
   */
  void promote(KeyRole role) {
    if (has(role)) {
      keepPublic(role);
    }
    SiteKeys next = next();
    // The public half of the release key first: the private one decides which is present.
    for (String file : files(role)) {
      PrivateFile.replace(folder.resolve(file), PrivateFile.read(next.folder.resolve(file)));
    }
    dropNext(role);
  }

  private void keepPublic(KeyRole role) {
    VerificationKey former = publicKey(role);
    Path file =
        SiteHome.makePrivate(folder.resolve(FORMER))
            .resolve(role.word() + "-" + former.id() + ".jwk");
    PrivateFile.replace(file, JSONObjectUtils.toJSONString(former.jwk()));
  }

  private static List<String> files(KeyRole role) {
    return role == KeyRole.RELEASE ? List.of(RELEASE_PUBLIC, RELEASE) : List.of(file(role));
  }

  private static String file(KeyRole role) {
    return switch (role) {
      case TRANSPORT -> TRANSPORT;
      case POLICY -> POLICY;
      case RELEASE -> RELEASE;
    };
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be removed", e);
    }
  }
}
