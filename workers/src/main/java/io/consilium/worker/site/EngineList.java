package io.consilium.worker.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Ids;
import io.consilium.contract.text.Problems;
import io.consilium.worker.sandbox.EngineSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The container engines of a site: one by its address, or several with what each has.
 *
 * @param engines at least one
 */
public record EngineList(List<Named> engines) {
  private static final int MOST_SLOTS = 64;
  private static final String ADDRESS = "an address that begins with unix:// or tcp://";

  /**
   * An engine as the file names it.
   *
   * @param id short name at the site
   * @param host its address
   * @param tls folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}
   * @param slots containers at the same time; those of the site's policy when it does not say
   * @param memory bytes of memory of all containers together
   * @param cpus processors of all containers together
   * @param gpus GPUs of all containers together
   */
  public record Named(
      String id,
      URI host,
      Optional<Path> tls,
      Optional<Integer> slots,
      Optional<Long> memory,
      Optional<Double> cpus,
      Optional<Integer> gpus) {}

  public EngineList {
    engines = List.copyOf(engines);
  }

  /** One engine, with nothing said of it but its address. */
  public static EngineList of(URI host) {
    return new EngineList(
        List.of(
            new Named(
                "local",
                host,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }

  /** The engines as the sandbox needs them. */
  public List<EngineSettings> settings(SitePolicy policy) {
    return engines.stream()
        .map(
            engine ->
                new EngineSettings(
                    engine.id(),
                    engine.host(),
                    engine.tls(),
                    engine.slots().orElse(policy.slots()),
                    engine.memory(),
                    engine.cpus(),
                    engine.gpus()))
        .toList();
  }

  /** The engines' addresses, for people. */
  public String words() {
    return String.join(", ", engines.stream().map(engine -> engine.host().toString()).toList());
  }

  static EngineList read(Fields top, Problems problems) {
    Optional<JsonNode> several = top.node("engines");
    Fields engine = top.child("engine");
    URI host = engine.parsed("host", SiteSettings.LOCAL_ENGINE, ADDRESS, EngineList::address);
    engine.refuseOthers();
    if (several.isEmpty()) {
      return of(host);
    }
    String place = top.place("engines");
    if (top.node("engine").isPresent()) {
      problems.add(place, "and engine cannot both be there: put the one engine into the list");
    }
    if (!several.get().isArray() || several.get().isEmpty()) {
      problems.add(place, "must be a list of engines, each with id and host");
      return of(host);
    }
    List<Named> engines = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int number = 0;
    for (JsonNode node : several.get()) {
      Fields fields = new Fields(node, place + "/" + number++, problems);
      Named named = named(fields, problems);
      if (!ids.add(named.id())) {
        problems.add(fields.place("id"), "is the id of another engine, too: " + named.id());
      }
      engines.add(named);
      fields.refuseOthers();
    }
    return new EngineList(engines);
  }

  private static Named named(Fields fields, Problems problems) {
    String id = fields.requiredText("id");
    if (!id.isEmpty() && !Ids.isName(id)) {
      problems.add(
          fields.place("id"), "must be small letters, digits and hyphens, at most 63: " + id);
    }
    fields.requiredText("host");
    URI host = fields.parsed("host", SiteSettings.LOCAL_ENGINE, ADDRESS, EngineList::address);
    Optional<Path> tls =
        fields.node("tls").isPresent()
            ? Optional.of(
                fields.parsed(
                    "tls",
                    Path.of("/"),
                    "the absolute path of a folder with ca.pem, cert.pem and key.pem",
                    EngineList::folder))
            : Optional.empty();
    boolean remote = "tcp".equals(host.getScheme()) && !"127.0.0.1".equals(host.getHost());
    if (remote && tls.isEmpty()) {
      problems.add(
          fields.place("tls"),
          "is missing: whoever reaches an engine on another machine is root there, so that it must"
              + " know the worker by a certificate");
    }
    return new Named(
        id,
        host,
        tls,
        number(fields, "slots", MOST_SLOTS),
        fields.node("memory").isPresent()
            ? Optional.of(fields.parsed("memory", 1L << 30, "a size such as 16g", ByteSize::parse))
            : Optional.empty(),
        fields.node("cpus").isPresent()
            ? Optional.of(fields.number("cpus", 1, 0.01, 4096))
            : Optional.empty(),
        number(fields, "gpus", 1024));
  }

  private static Optional<Integer> number(Fields fields, String key, int most) {
    return fields.node(key).isPresent()
        ? Optional.of(fields.integer(key, 1, key.equals("slots") ? 1 : 0, most))
        : Optional.empty();
  }

  private static Optional<Path> folder(String text) {
    return Optional.of(Path.of(text)).filter(Path::isAbsolute);
  }

  private static Optional<URI> address(String text) {
    try {
      return text.startsWith("unix:///") || text.startsWith("tcp://")
          ? Optional.of(URI.create(text))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The field of {@code site.yaml}. */
  String toYaml() {
    if (equals(of(engines.get(0).host()))) {
      return "engine:\n  host: " + SiteSettings.quoted(engines.get(0).host().toString());
    }
    StringBuilder text = new StringBuilder("engines:");
    for (Named engine : engines) {
      text.append("\n  - id: ").append(engine.id());
      text.append("\n    host: ").append(SiteSettings.quoted(engine.host().toString()));
      engine
          .tls()
          .ifPresent(tls -> text.append("\n    tls: ").append(SiteSettings.quoted(tls.toString())));
      engine.slots().ifPresent(slots -> text.append("\n    slots: ").append(slots));
      engine.memory().ifPresent(memory -> text.append("\n    memory: \"" + memory + "\""));
      engine.cpus().ifPresent(cpus -> text.append("\n    cpus: ").append(cpus));
      engine.gpus().ifPresent(gpus -> text.append("\n    gpus: ").append(gpus));
    }
    return text.toString();
  }
}
