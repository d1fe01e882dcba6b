package io.consilium.worker.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Ids;
import io.consilium.contract.text.Problems;
import io.consilium.contract.text.StrictYaml;
import io.consilium.contract.text.YamlDocument;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code site.yaml} says.
 *
 * @param facilityId id under which the platform knows the facility
 * @param name the facility's name for people
 * @param organisation the organisation that it belongs to
 * @param platform address of the platform, without a trailing slash
 * @param console where the console's pages are served
 * @param engines the container engines
 * @param registries registries that images may come from, as {@code host:port}
 * @param network how the site reaches what is outside
 */
public record SiteSettings(
    String facilityId,
    String name,
    String organisation,
    URI platform,
    ConsoleSettings console,
    EngineList engines,
    List<String> registries,
    NetworkSettings network) {
  /** Container engine of a site that does not name another. */
  public static final URI LOCAL_ENGINE = URI.create("unix:///var/run/docker.sock");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  /** Registry of a site that does not name others. */
  public static final List<String> LOOPBACK_REGISTRY = List.of("127.0.0.1:5000");

  public SiteSettings {
    registries = List.copyOf(registries);
  }

  /** The settings of a site with nothing between it and the outside. */
  public SiteSettings(
      String facilityId,
      String name,
      String organisation,
      URI platform,
      ConsoleSettings console,
      EngineList engines,
      List<String> registries) {
    this(
        facilityId,
        name,
        organisation,
        platform,
        console,
        engines,
        registries,
        NetworkSettings.DIRECT);
  }

  /** The same settings for a site that is called so. */
  public SiteSettings named(String facilityId, String name, String organisation) {
    return new SiteSettings(
        facilityId, name, organisation, platform, console, engines, registries, network);
  }

  /** Whether nobody on the way can read or change what goes to that address. */
  public static boolean isProtected(URI url) {
    return url.getScheme().equalsIgnoreCase("https") || LOOPBACK.matcher(url.getHost()).matches();
  }

  /** Whether the site is the platform's own, which runs what nobody has approved yet. */
  public boolean isProvingGround() {
    return facilityId.equals(Ids.PROVING_GROUND);
  }

  /**
   * Reads {@code site.yaml}.
   *
   * @throws io.consilium.contract.text.InvalidDocumentException naming every wrong field
   */
  public static SiteSettings parse(byte[] yaml) {
    YamlDocument document = StrictYaml.read("site.yaml", yaml, StrictYaml.Limits.DOCUMENT);
    Problems problems = new Problems();
    Fields top = new Fields(document.tree(), "", problems);
    Fields facility = top.child("facility");
    String id = facility.requiredText("id");
    if (!id.isEmpty() && !Ids.isName(id)) {
      problems.add(
          facility.place("id"), "must be small letters, digits and hyphens, at most 63: " + id);
    }
    String name = facility.requiredText("name");
    String organisation = facility.requiredText("organisation");
    facility.refuseOthers();
    Fields platform = top.child("platform");
    platform.requiredText("url");
    URI url =
        platform.parsed(
            "url", URI.create("http://127.0.0.1"), "an http or https address", SiteSettings::web);
    platform.refuseOthers();
    ConsoleSettings console = ConsoleSettings.read(top.child("console"), problems);
    EngineList engines = EngineList.read(top, problems);
    List<String> registries = registries(top, problems);
    NetworkSettings network = NetworkSettings.read(top.child("network"));
    top.refuseOthers();
    document.throwIfAny(problems);
    return new SiteSettings(id, name, organisation, url, console, engines, registries, network);
  }

  /** The file's text. */
  public byte[] toYaml() {
    return """
        # This site, and how it reaches the platform. The worker reads it when it starts.
        facility:
          id: %s
          name: %s
          organisation: %s
        platform:
          url: %s
        console:
          port: %d            # of its pages, on 127.0.0.1; 0: any free port
        %s
        registries: [%s]
        %s"""
        .formatted(
            facilityId,
            quoted(name),
            quoted(organisation),
            quoted(platform.toString()),
            console.port(),
            engines.toYaml(),
            String.join(", ", registries.stream().map(SiteSettings::quoted).toList()),
            network.toYaml())
        .getBytes(StandardCharsets.UTF_8);
  }

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + "\"";
  }

  private static List<String> registries(Fields top, Problems problems) {
    Optional<JsonNode> node = top.node("registries");
    if (node.isEmpty()) {
      return LOOPBACK_REGISTRY;
    }
    List<String> registries = new ArrayList<>();
    if (!node.get().isArray()) {
      problems.add(top.place("registries"), "must be a list such as [127.0.0.1:5000]");
      return registries;
    }
    node.get()
        .forEach(
            entry -> {
              if (entry.isTextual() && entry.textValue().matches("[A-Za-z0-9.-]+(:[0-9]{1,5})?")) {
                registries.add(entry.textValue());
              } else {
                problems.add(
                    top.place("registries"), "holds " + entry + ", which is not host or host:port");
              }
            });
    return registries;
  }

  /** The address without a trailing slash, when it is one that the worker can call. */
  public static Optional<URI> web(String text) {
    try {
      URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
      boolean usable =
          (scheme.equals("http") || scheme.equals("https"))
              && uri.getHost() != null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getRawUserInfo() == null;
      return usable ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
