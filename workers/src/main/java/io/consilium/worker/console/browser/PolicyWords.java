package io.consilium.worker.console.browser;

import io.consilium.worker.site.Site;
import io.consilium.worker.site.SitePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The site policy that the running worker obeys, in words. A field that has no words here is shown
 * by its name, so that none can be in force unseen.
 */
@Component
class PolicyWords {
  private static final Set<String> BYTES =
      Set.of("resources.memory", "resources.shm", "resources.tmp", "resources.output_bytes");

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("minimum_count", "Fewest people that a released figure rests on"),
          Map.entry("release", "Who releases results"),
          Map.entry("resources.memory", "Memory of a container"),
          Map.entry("resources.cpus", "Processors of a container"),
          Map.entry("resources.pids", "Processes and threads in a container"),
          Map.entry("resources.shm", "Shared memory of a container"),
          Map.entry("resources.tmp", "Temporary files of a container"),
          Map.entry("resources.output_bytes", "What a step may write"),
          Map.entry("resources.output_files", "Files that a step may write"),
          Map.entry("step_deadline", "Longest time of one container"),
          Map.entry("slots", "Containers at the same time"),
          Map.entry("failure_detail", "What the platform learns of a failure"),
          Map.entry("runs_per_dataset_and_model", "Runs of a model on one version of a dataset"),
          Map.entry("run_as", "User and group in a container"));

  private static final Map<String, String> VALUES =
      Map.of(
          "release by-hand", "a person, each time",
          "release automatic", "the worker itself, what passes the rules",
          "failure_detail coarse", "one coarse reason, nothing else");

  /**
   * One rule.
   *
   * @param field its name in site-policy.yaml
   * @param words what it says
   * @param value what it is
   * @param standard whether a new site has the same
   */
  record Rule(String field, String words, String value, boolean standard) {}

  private final Site site;
  private final Say say;

  PolicyWords(Site site, Say say) {
    this.site = site;
    this.say = say;
  }

  List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    collect("", site.policy(), SitePolicy.parse("{}".getBytes(StandardCharsets.UTF_8)), rules);
    return rules;
  }

  String hash() {
    return site.policy().hash();
  }

  /** The file as it is now; the worker obeys what it was when it started. */
  String file() {
    try {
      return Files.readString(site.home().policyFile());
    } catch (IOException e) {
      throw new UncheckedIOException("The file site-policy.yaml cannot be read", e);
    }
  }

  private void collect(String place, Record inForce, Record standard, List<Rule> rules) {
    for (RecordComponent component : inForce.getClass().getRecordComponents()) {
      String field = place + snake(component.getName());
      if (field.equals("hash")) {
        continue;
      }
      Object value = read(component, inForce);
      Object usual = read(component, standard);
      if (value instanceof Record nested
          && usual instanceof Record nestedUsual
          && !field.equals("run_as")) {
        collect(field + ".", nested, nestedUsual, rules);
      } else {
        rules.add(
            new Rule(
                field,
                WORDS.getOrDefault(field, sentence(field)),
                words(field, value),
                Objects.equals(value, usual)));
      }
    }
  }

  private String words(String field, Object value) {
    if (value instanceof Optional<?> maybe) {
      return maybe.map(present -> words(field, present)).orElse("none");
    }
    if (value instanceof Collection<?> many) {
      return many.isEmpty()
          ? "none"
          : many.stream().map(each -> words(field, each)).collect(Collectors.joining(", "));
    }
    if (value instanceof Enum<?> choice) {
      String word = choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
      return VALUES.getOrDefault(field + " " + word, word.replace('-', ' '));
    }
    if (value instanceof Duration duration) {
      return words(duration);
    }
    if (value instanceof Boolean yes) {
      return yes ? "yes" : "no";
    }
    return BYTES.contains(field) && value instanceof Long bytes
        ? say.size(bytes)
        : String.valueOf(value);
  }

  private static String words(Duration duration) {
    if (duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()))) {
      return duration.toDays() + (duration.toDays() == 1 ? " day" : " days");
    }
    if (duration.toHours() > 0 && duration.equals(Duration.ofHours(duration.toHours()))) {
      return duration.toHours() + (duration.toHours() == 1 ? " hour" : " hours");
    }
    return duration.toMinutes() > 0 && duration.equals(Duration.ofMinutes(duration.toMinutes()))
        ? duration.toMinutes() + (duration.toMinutes() == 1 ? " minute" : " minutes")
        : duration.toSeconds() + " seconds";
  }

  private static Object read(RecordComponent component, Record owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The policy cannot be read", e);
    }
  }

  private static String snake(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static String sentence(String field) {
    String words = field.replace('.', ':').replace("_", " ").replace(":", ": ");
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
