package io.consilium.contract.container;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image in a registry.
 *
 * @param registry host and port of the registry; {@code docker.io} when the name gives none
 * @param repository path inside the registry
 * @param tag the tag, when the name gives one
 * @param digest {@code sha256:…}, when the name gives one
 */
public record ImageReference(
    String registry, String repository, Optional<String> tag, Optional<String> digest) {
  private static final String HUB = "docker.io";
  private static final int LONGEST = 512;
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<registry>localhost(?::[0-9]{1,5})?|[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+(?::[0-9]{1,5})?"
              + "|[A-Za-z0-9-]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+\\](?::[0-9]{1,5})?)/)?"
              + "(?<repository>[a-z0-9]+(?:(?:\\.|_{1,2}|-{1,9})[a-z0-9]+)*"
              + "(?:/[a-z0-9]+(?:(?:\\.|_{1,2}|-{1,9})[a-z0-9]+)*)*)"
              + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?"
              + "(?:@(?<digest>sha256:[0-9a-f]{64}))?");

  /** The parts of a name such as {@code registry:5000/team/name:tag}; nothing for other forms. */
  public static Optional<ImageReference> parse(String name) {
    Matcher form = FORM.matcher(name.length() > LONGEST ? "" : name);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new ImageReference(
            Optional.ofNullable(form.group("registry")).orElse(HUB),
            form.group("repository"),
            Optional.ofNullable(form.group("tag")),
            Optional.ofNullable(form.group("digest"))));
  }

  /**
   * The same image at a mirror of its registry.
   *
   * @param mirror host and port, and what stands there before the repository's name
   */
  public ImageReference mirrored(String mirror) {
    int slash = mirror.indexOf('/');
    return slash < 0
        ? new ImageReference(mirror, repository, tag, digest)
        : new ImageReference(
            mirror.substring(0, slash),
            mirror.substring(slash + 1) + "/" + repository,
            tag,
            digest);
  }

  /** Registry and repository, without tag and digest. */
  public String name() {
    return registry + "/" + repository;
  }

  /** The name by which exactly these bytes are pulled. */
  public String byDigest(String wanted) {
    return name() + "@" + wanted;
  }
}
