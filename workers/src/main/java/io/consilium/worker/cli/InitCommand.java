package io.consilium.worker.cli;

import io.consilium.contract.Ids;
import io.consilium.worker.enrolment.Enrolment;
import io.consilium.worker.site.ConsoleSettings;
import io.consilium.worker.site.EngineList;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteSettings;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a site. */
@Command(
    name = "init",
    description = {
      "Makes a site: its folder, its keys, site.yaml and site-policy.yaml.",
      "Prints the registration that the platform's operator needs; nothing in it is secret."
    })
final class InitCommand extends SiteCommand {
  @Option(
      names = "--facility",
      paramLabel = "ID",
      description = "The facility's id: small letters, digits and hyphens.")
  private Optional<String> facility = Optional.empty();

  @Option(names = "--name", required = true, description = "The facility's name for people.")
  private String name = "";

  @Option(
      names = "--organisation",
      required = true,
      description = "The organisation that the facility belongs to.")
  private String organisation = "";

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
      names = "--proving-ground",
      description = "Makes the platform's own site, which runs unapproved containers on demo data.")
  private boolean provingGround;

  @Mixin private Passphrase passphrase = new Passphrase();

  @Override
  public Integer call() {
    String id = facilityId();
    URI url =
        SiteSettings.web(platform)
            .orElseThrow(
                () -> new Refusal("--platform must be an http or https address: " + platform));
    SiteSettings settings =
        new SiteSettings(
            id,
            name,
            organisation,
            url,
            ConsoleSettings.LOOPBACK,
            EngineList.of(engine.orElse(SiteSettings.LOCAL_ENGINE)),
            registries.isEmpty() ? SiteSettings.LOOPBACK_REGISTRY : registries);
    Site site =
        provingGround
            ? Enrolment.makeProvingGround(home(), settings)
            : Enrolment.make(home(), settings, passphrase.read());
    PrintWriter out = out();
    out.println(Enrolment.registration(site));
    out.flush();
    return ConsiliumCommand.DONE;
  }

  private String facilityId() {
    if (provingGround) {
      if (facility.filter(id -> !id.equals(Ids.PROVING_GROUND)).isPresent()) {
        throw new Refusal("The proving ground's id is " + Ids.PROVING_GROUND);
      }
      return Ids.PROVING_GROUND;
    }
    String id = facility.orElseThrow(() -> new Refusal("Name the facility with --facility ID"));
    if (!Ids.isName(id)) {
      throw new Refusal("--facility must be small letters, digits and hyphens, at most 63: " + id);
    }
    if (id.equals(Ids.PROVING_GROUND)) {
      throw new Refusal(id + " is the platform's own site: add --proving-ground to make it");
    }
    return id;
  }
}
