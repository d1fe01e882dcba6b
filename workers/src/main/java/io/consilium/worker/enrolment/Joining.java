package io.consilium.worker.enrolment;

import io.consilium.contract.gateway.EnrolmentAnswer;
import io.consilium.contract.gateway.EnrolmentCode;
import io.consilium.contract.gateway.EnrolmentRequest;
import io.consilium.contract.gateway.EnrolmentRequest.OfferedKey;
import io.consilium.contract.gateway.KeyProof;
import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.journal.Ledger;
import io.consilium.worker.outbound.EnrolmentCall;
import io.consilium.worker.outbound.Network;
import io.consilium.worker.outbound.PlatformRefusedException;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteHome;
import io.consilium.worker.site.SiteLock;
import io.consilium.worker.site.SiteSettings;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a site known to the platform by a code, or its new keys when the old ones were lost. */
public final class Joining {
  private Joining() {}

  /**
   * Makes a new site: keys here, then who it is from the platform. When it is not known whether the
   * platform took the keys they stay, and another code registers the same ones.
   *
   * @param wished the settings but for id, name and organisation, which the platform says
   * @param roles which keys there are
   * @param passphrase protects the release key
   * @throws PlatformRefusedException when the platform says no; nothing is left of the site
   */
  public static Site enrol(
      SiteHome home, SiteSettings wished, String code, Set<KeyRole> roles, String passphrase) {
    if (home.exists()) {
      throw new IllegalStateException("There is a site in " + home.root() + " already");
    }
    boolean begun = Files.exists(home.keys());
    if (roles.contains(KeyRole.RELEASE)) {
      SiteKeys.requireUsable(passphrase);
    }
    SiteHome.makePrivate(home.root());
    SiteHome.makePrivate(home.state());
    SiteLock lock = SiteLock.take(home);
    try {
      SiteKeys keys = SiteKeys.makeMissing(home, roles, passphrase);
      Map<KeyRole, SigningKey> all = new EnumMap<>(KeyRole.class);
      roles.forEach(role -> all.put(role, keys.key(role, passphrase)));
      Network network = Network.of(wished.platform(), wished.network(), home);
      EnrolmentAnswer answer = call(home, wished.platform(), network, code, Optional.empty(), all);
      return Enrolment.writeFiles(
          home, wished.named(answer.facilityId(), answer.name(), answer.organisation()));
    } catch (PlatformRefusedException e) {
      if (!begun) {
        PrivateFile.deleteTree(home.keys());
      }
      throw e;
    } finally {
      lock.close();
    }
  }

  /**
   * Replaces keys of an existing site. The old ones stay until the platform has taken the new ones;
   * data, acceptances and ledger are not touched.
   *
   * @param lost the keys to replace
   * @param passphrase protects the new release key, or opens the present one
   * @throws PlatformRefusedException when the platform says no; the present keys stay
   */
  public static Site replaceKeys(
      Site site, String code, Set<KeyRole> roles, Set<KeyRole> lost, String passphrase) {
    if (lost.contains(KeyRole.RELEASE)) {
      SiteKeys.requireUsable(passphrase);
    }
    SiteLock lock = SiteLock.take(site.home());
    try {
      SiteKeys keys = SiteKeys.of(site.home());
      SiteKeys next = keys.next();
      Map<KeyRole, SigningKey> all = new EnumMap<>(KeyRole.class);
      for (KeyRole role : roles) {
        if (lost.contains(role)) {
          next.make(role, passphrase);
          all.put(role, next.key(role, passphrase));
        } else {
          all.put(role, keys.key(role, passphrase));
        }
      }
      URI platform = site.settings().platform();
      Network network = Network.of(platform, site.settings().network(), site.home());
      try {
        call(site.home(), platform, network, code, Optional.of(site.settings().facilityId()), all);
      } catch (PlatformRefusedException e) {
        lost.forEach(keys::dropNext);
        throw e;
      }
      lost.forEach(keys::promote);
      return site;
    } finally {
      lock.close();
    }
  }

  private static EnrolmentAnswer call(
      SiteHome home,
      URI platform,
      Network network,
      String code,
      Optional<String> facilityId,
      Map<KeyRole, SigningKey> keys) {
    Map<KeyRole, VerificationKey> publicHalves = new EnumMap<>(KeyRole.class);
    keys.forEach((role, key) -> publicHalves.put(role, key.verificationKey()));
    KeyProof proof =
        KeyProof.ofEnrolment(new EnrolmentCode(code), platform.toString(), publicHalves);
    Map<KeyRole, OfferedKey> offered = new EnumMap<>(KeyRole.class);
    keys.forEach(
        (role, key) ->
            offered.put(role, new OfferedKey(key.verificationKey().jwk(), proof.sign(key))));
    try (Journal journal = Journal.open(home.journal())) {
      Ledger ledger = new Ledger(journal, Clock.systemUTC());
      return new EnrolmentCall(platform, network, ledger)
          .send(new EnrolmentRequest(code, platform.toString(), facilityId, offered));
    }
  }
}
