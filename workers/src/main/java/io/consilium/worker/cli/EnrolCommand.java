package io.consilium.worker.cli;

import io.consilium.contract.gateway.KeyRole;
import io.consilium.worker.enrolment.Joining;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.site.ConsoleSettings;
import io.consilium.worker.site.EngineList;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteSettings;
import java.io.PrintWriter;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a site known by a one-time code. */
@Command(
    name = "enrol",
    description = {
      "Makes a site and registers it by the one-time code that the platform's operator gave you.",
      "The keys are made here and stay here; only their public halves are sent.",
      "In a site that is there already, replaces its keys, when they were lost."
    })
final class EnrolCommand extends SiteCommand {
  @Parameters(paramLabel = "CODE", description = "The code, as the operator told it.")
  private String code = "";

  @Option(
      names = "--platform",
      paramLabel = "URL",
      required = true,
      description = "The platform's public address, such as https://consilium.example.org.")
  private String platform = "";

  @Option(
      names = "--engine",
      paramLabel = "ADDRESS",
      description = "The container engine's address (default: unix:///var/run/docker.sock).")
  private Optional<URI> engine = Optional.empty();

  @Option(
      names = "--registry",
      paramLabel = "HOST[:PORT]",
      description = "A registry that images may come from; repeatable (default: 127.0.0.1:5000).")
  private List<String> registries = List.of();

  @Option(
      names = "--lost",
      paramLabel = "KEY",
      split = ",",
      description =
          "In a site that is there: the keys to replace, of transport, release and policy"
              + " (default: all).")
  private List<String> lost = List.of();

  @Option(names = "--proving-ground", description = "Makes the platform's own site.")
  private boolean provingGround;

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Mixin private Passphrase passphrase = new Passphrase();

  @Mixin private Confirmation confirmation = new Confirmation();

  @Override
  public Integer call() {
    QuietLog.begin();
    URI url =
        SiteSettings.web(platform)
            .orElseThrow(
                () -> new Refusal("--platform must be an http or https address: " + platform));
    return home().exists() ? replaceKeys(url) : makeSite(url);
  }

  private int makeSite(URI url) {
    if (!lost.isEmpty()) {
      throw new Refusal("There is no site in " + home().root() + ", so no key of it is lost");
    }
    if (!SiteSettings.isProtected(url)) {
      throw new Refusal(url + " is not on this machine: its address must begin with https://");
    }
    SiteSettings wished =
        new SiteSettings(
            "",
            "",
            "",
            url,
            ConsoleSettings.LOOPBACK,
            EngineList.of(engine.orElse(SiteSettings.LOCAL_ENGINE)),
            registries.isEmpty() ? SiteSettings.LOOPBACK_REGISTRY : registries,
            network.settings());
    Set<KeyRole> roles = provingGround ? KeyRole.OF_THE_PROVING_GROUND : KeyRole.OF_A_FACILITY;
    Site site = Joining.enrol(home(), wished, code, roles, provingGround ? "" : passphrase.read());
    return told(site, "enrolled as");
  }

  private int replaceKeys(URI url) {
    Site site = Site.open(home());
    if (!site.settings().platform().equals(url)) {
      throw new Refusal(
          "This site belongs to the platform at "
              + site.settings().platform()
              + "; enrol it there, or name another folder with --home");
    }
    Set<KeyRole> roles =
        site.settings().isProvingGround() ? KeyRole.OF_THE_PROVING_GROUND : KeyRole.OF_A_FACILITY;
    Set<KeyRole> replaced = lost.isEmpty() ? roles : lost();
    String names = replaced.stream().map(KeyRole::word).sorted().collect(Collectors.joining(", "));
    PrintWriter out = out();
    out.println("The site " + site.settings().facilityId() + " gets new keys: " + names + ".");
    out.println("The present ones end at the platform. Datasets, acceptances and ledger stay.");
    if (!confirmation.given(out, "Replace them?")) {
      return ConsiliumCommand.REFUSED;
    }
    String opened = site.settings().isProvingGround() ? "" : passphrase.read();
    return told(Joining.replaceKeys(site, code, roles, replaced, opened), "has new keys as");
  }

  private Set<KeyRole> lost() {
    Set<KeyRole> roles = EnumSet.noneOf(KeyRole.class);
    for (String word : lost) {
      roles.add(
          KeyRole.ofWord(word)
              .orElseThrow(
                  () -> new Refusal("--lost must be transport, release or policy: " + word)));
    }
    return roles;
  }

  private int told(Site site, String what) {
    PrintWriter out = out();
    out.printf(
        "%s (%s) %s %s%n",
        site.settings().name(), site.settings().organisation(), what, site.settings().facilityId());
    out.println("Fingerprint of its keys: " + SiteKeys.of(site.home()).fingerprint());
    out.println("Compare it by telephone with the one that the platform shows its operator.");
    out.flush();
    return ConsiliumCommand.DONE;
  }
}
