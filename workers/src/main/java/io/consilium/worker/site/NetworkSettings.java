package io.consilium.worker.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How the site reaches what is outside: {@code network} in {@code site.yaml}.
 *
 * @param proxy through which every call goes, if there is one
 * @param caFile PEM file of the only authorities whose certificates count; the machine's when none
 *     is named. Relative to the site's folder
 * @param mirrors where images of a registry are pulled from instead, by the registry's {@code
 *     host:port}
 */
public record NetworkSettings(
    Optional<Proxy> proxy, Optional<Path> caFile, Map<String, String> mirrors) {
  /** Nothing between the site and the outside. */
  public static final NetworkSettings DIRECT =
      new NetworkSettings(Optional.empty(), Optional.empty(), Map.of());

  private static final Pattern REGISTRY = Pattern.compile("[A-Za-z0-9.-]+(:[0-9]{1,5})?");
  private static final Pattern MIRROR =
      Pattern.compile("[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");

  /**
   * An HTTP proxy, by which https goes through a tunnel (CONNECT).
   *
   * @param url its address, such as {@code http://proxy.hospital.example:3128}
   * @param login user and the file whose first line is the password, for Basic authentication
   */
  public record Proxy(URI url, Optional<Login> login) {}

  /** A login at the proxy; the file is relative to the site's folder. */
  public record Login(String user, Path passwordFile) {}

  public NetworkSettings {
    mirrors = Map.copyOf(mirrors);
  }

  static NetworkSettings read(Fields network) {
    Optional<Proxy> proxy = network.node("proxy").flatMap(node -> proxy(network.child("proxy")));
    Optional<Path> caFile =
        network.node("ca_file").map(node -> Path.of(network.text("ca_file", "")));
    Map<String, String> mirrors = new TreeMap<>();
    network.node("mirrors").ifPresent(node -> mirrors(network, node, mirrors));
    network.refuseOthers();
    return new NetworkSettings(proxy, caFile, mirrors);
  }

  private static Optional<Proxy> proxy(Fields fields) {
    fields.requiredText("url");
    URI none = URI.create("http://127.0.0.1");
    URI url =
        fields.parsed(
            "url", none, "an address such as http://proxy:3128", NetworkSettings::proxyAddress);
    Optional<Login> login = Optional.empty();
    if (fields.node("user").isPresent() || fields.node("password_file").isPresent()) {
      login =
          Optional.of(
              new Login(
                  fields.requiredText("user"), Path.of(fields.requiredText("password_file"))));
    }
    fields.refuseOthers();
    return Optional.of(new Proxy(url, login));
  }

  /** The address, when it is a proxy's: http, host and port, and nothing else. */
  public static Optional<URI> proxyAddress(String text) {
    return SiteSettings.web(text)
        .filter(uri -> uri.getScheme().toLowerCase(Locale.ROOT).equals("http"))
        .filter(uri -> uri.getPort() > 0 && uri.getRawPath().isEmpty());
  }

  private static void mirrors(Fields network, JsonNode node, Map<String, String> mirrors) {
    Fields fields = network.child("mirrors");
    node.fieldNames()
        .forEachRemaining(
            registry -> {
              String mirror = fields.text(registry, "");
              if (REGISTRY.matcher(registry).matches() && MIRROR.matcher(mirror).matches()) {
                mirrors.put(registry, mirror);
              } else {
                fields.refuse(
                    registry,
                    "must be a registry as host or host:port, and where its images are pulled from"
                        + " instead as host:port/path");
              }
            });
  }

  /** The lines of {@code site.yaml}; empty when nothing is set. */
  String toYaml() {
    StringBuilder yaml = new StringBuilder();
    proxy.ifPresent(
        through -> {
          yaml.append("  proxy:\n    url: ").append(SiteSettings.quoted(through.url().toString()));
          through
              .login()
              .ifPresent(
                  login ->
                      yaml.append("\n    user: ")
                          .append(SiteSettings.quoted(login.user()))
                          .append("\n    password_file: ")
                          .append(SiteSettings.quoted(login.passwordFile().toString())));
          yaml.append('\n');
        });
    caFile.ifPresent(
        file ->
            yaml.append("  ca_file: ").append(SiteSettings.quoted(file.toString())).append('\n'));
    if (!mirrors.isEmpty()) {
      yaml.append("  mirrors:\n");
      new TreeMap<>(mirrors)
          .forEach(
              (registry, mirror) ->
                  yaml.append("    ")
                      .append(SiteSettings.quoted(registry))
                      .append(": ")
                      .append(SiteSettings.quoted(mirror))
                      .append('\n'));
    }
    return yaml.isEmpty() ? "" : "network:\n" + yaml;
  }
}
