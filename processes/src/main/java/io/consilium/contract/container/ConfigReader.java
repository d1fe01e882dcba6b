package io.consilium.contract.container;

import static io.consilium.contract.text.Pointers.child;
import static io.consilium.contract.text.Pointers.quote;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a container configuration and says everything that is wrong with it. */
final class ConfigReader {
  private static final Pattern MOUNT_PATH = Pattern.compile("(?:/[A-Za-z0-9._@+ -]{1,255})+/?");
  private static final int LONGEST_PATH = 1024;
  private static final Set<String> SYSTEM_FOLDERS = Set.of("proc", "sys", "dev");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern DEVICES =
      Pattern.compile("device=([A-Za-z0-9-]+(?:,[A-Za-z0-9-]+)*)");
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,9})([bkmgBKMG]?)|([0-9]{10,15})[bB]?");

  private final Problems problems;

  ConfigReader(Problems problems) {
    this.problems = problems;
  }

  Optional<ContainerConfig> config(JsonNode node, String pointer) {
    if (!isMap(node, pointer, "a container configuration")) {
      return Optional.empty();
    }
    refuseUnknownFields(node, pointer, List.of("container_type", "image", "tasks"));
    Optional<ContainerType> type =
        text(node, pointer, "container_type").flatMap(word -> type(word, pointer));
    Optional<String> image = text(node, pointer, "image");
    if (type.equals(Optional.of(ContainerType.DOCKER_IMAGE))) {
      image.ifPresent(name -> checkImage(name, child(pointer, "image")));
    }
    Map<TaskName, ContainerTask> tasks = tasks(node, pointer);
    return problems.touch(pointer)
        ? Optional.empty()
        : Optional.of(new ContainerConfig(type.orElseThrow(), image.orElseThrow(), tasks));
  }

  private Optional<ContainerType> type(String word, String pointer) {
    Optional<ContainerType> type = ContainerType.of(word);
    if (type.isEmpty()) {
      problems.add(
          child(pointer, "container_type"),
          notOneOf(word, Arrays.stream(ContainerType.values()).map(ContainerType::word).toList()));
    }
    return type;
  }

  private void checkImage(String name, String pointer) {
    if (ImageReference.parse(name).isEmpty()) {
      problems.add(
          pointer, quote(name) + " is not the name of an image, such as registry/name:tag");
    }
  }

  private Map<TaskName, ContainerTask> tasks(JsonNode config, String pointer) {
    Map<TaskName, ContainerTask> tasks = new EnumMap<>(TaskName.class);
    String place = child(pointer, "tasks");
    if (!isMap(config.path("tasks"), place, "a map of tasks")) {
      return tasks;
    }
    for (Entry<String, JsonNode> entry : config.path("tasks").properties()) {
      String at = child(place, entry.getKey());
      Optional<TaskName> name = TaskName.of(entry.getKey());
      if (name.isEmpty()) {
        problems.add(
            at,
            "is not a task; the tasks are "
                + Arrays.stream(TaskName.values()).map(TaskName::word).collect(joining(", ")));
      } else {
        tasks.put(name.get(), task(name.get(), entry.getValue(), at));
      }
    }
    if (config.path("tasks").isEmpty()) {
      problems.add(place, "is empty: a container has at least one task");
    }
    return tasks;
  }

  private ContainerTask task(TaskName name, JsonNode node, String pointer) {
    if (!isMap(node, pointer, "a task")) {
      return new ContainerTask(RunArgs.NONE, Map.of(), Map.of());
    }
    refuseUnknownFields(node, pointer, List.of("run_args", "input_volumes", "output_volumes"));
    Map<String, String> taken = new HashMap<>();
    return new ContainerTask(
        runArgs(node.path("run_args"), child(pointer, "run_args")),
        volumes(name, VolumeRules.of(name).inputs(), node, pointer, "input_volumes", taken),
        volumes(name, VolumeRules.of(name).outputs(), node, pointer, "output_volumes", taken));
  }

  private Map<VolumeKey, Volume> volumes(
      TaskName task,
      Map<VolumeKey, VolumeRules.Rule> rules,
      JsonNode node,
      String pointer,
      String field,
      Map<String, String> taken) {
    Map<VolumeKey, Volume> volumes = new EnumMap<>(VolumeKey.class);
    String place = child(pointer, field);
    JsonNode given = node.path(field);
    if (!given.isMissingNode() && !isMap(given, place, "a map of volumes")) {
      return volumes;
    }
    for (Entry<String, JsonNode> entry : given.properties()) {
      String at = child(place, entry.getKey());
      Optional<VolumeRules.Rule> rule =
          rules.values().stream()
              .filter(each -> each.key().word().equals(entry.getKey()))
              .findFirst();
      if (rule.isEmpty()) {
        problems.add(at, unknownVolume(entry.getKey(), task, field, rules.keySet()));
      } else {
        volume(rule.get(), task, entry.getValue(), at, taken)
            .ifPresent(volume -> volumes.put(rule.get().key(), volume));
      }
    }
    for (VolumeRules.Rule rule : rules.values()) {
      if (rule.presence() == VolumeRules.Presence.REQUIRED && !given.has(rule.key().word())) {
        problems.add(
            child(place, rule.key().word()),
            "is missing: the task %s needs it, with mount_path and type".formatted(task.word()));
      }
    }
    return volumes;
  }

  private static String unknownVolume(
      String key, TaskName task, String field, Collection<VolumeKey> allowed) {
    String kind = field.equals("input_volumes") ? "input" : "output";
    String rest =
        allowed.isEmpty()
            ? "it has none"
            : "allowed are " + allowed.stream().map(VolumeKey::word).collect(joining(", "));
    return "%s is not an %s volume of the task %s; %s"
        .formatted(quote(key), kind, task.word(), rest);
  }

  private Optional<Volume> volume(
      VolumeRules.Rule rule,
      TaskName task,
      JsonNode node,
      String pointer,
      Map<String, String> taken) {
    if (!isMap(node, pointer, "a volume with mount_path and type")) {
      return Optional.empty();
    }
    refuseUnknownFields(node, pointer, List.of("mount_path", "type"));
    Optional<String> path =
        text(node, pointer, "mount_path")
            .flatMap(text -> mountPath(text, child(pointer, "mount_path")));
    Optional<VolumeType> type =
        text(node, pointer, "type")
            .flatMap(word -> volumeType(rule, task, word, child(pointer, "type")));
    path.ifPresent(
        text -> {
          String other = taken.putIfAbsent(text, rule.key().word());
          if (other != null) {
            problems.add(
                child(pointer, "mount_path"),
                "%s is already where %s is mounted: give each volume its own path"
                    .formatted(text, other));
          }
        });
    return path.flatMap(mount -> type.map(kind -> new Volume(mount, kind)));
  }

  private Optional<String> mountPath(String path, String pointer) {
    List<String> parts = Arrays.asList(path.split("/", -1));
    boolean sound =
        path.length() <= LONGEST_PATH
            && MOUNT_PATH.matcher(path).matches()
            && !parts.contains(".")
            && !parts.contains("..");
    if (!sound) {
      problems.add(
          pointer,
          quote(path)
              + " is not an absolute path such as /mlcommons/volumes/data"
              + " (letters, digits, blanks and . _ @ + -, no . or .. as a part)");
      return Optional.empty();
    }
    if (SYSTEM_FOLDERS.contains(parts.get(1))) {
      problems.add(pointer, path + " belongs to the system: nothing can be mounted there");
      return Optional.empty();
    }
    return Optional.of(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  private Optional<VolumeType> volumeType(
      VolumeRules.Rule rule, TaskName task, String word, String pointer) {
    Optional<VolumeType> type =
        Arrays.stream(VolumeType.values()).filter(each -> each.word().equals(word)).findFirst();
    if (type.isEmpty()) {
      problems.add(
          pointer,
          notOneOf(word, Arrays.stream(VolumeType.values()).map(VolumeType::word).toList()));
    } else if (rule.type().isPresent() && !rule.type().equals(type)) {
      problems.add(
          pointer,
          "must be %s for %s of the task %s"
              .formatted(rule.type().get().word(), rule.key().word(), task.word()));
    }
    return type;
  }

  private RunArgs runArgs(JsonNode node, String pointer) {
    if (node.isMissingNode() || !isMap(node, pointer, "a map")) {
      return RunArgs.NONE;
    }
    refuseUnknownFields(
        node, pointer, List.of("command", "entrypoint", "environment", "gpus", "shm_size"));
    return new RunArgs(
        command(node.path("command"), child(pointer, "command")),
        node.has("entrypoint") ? text(node, pointer, "entrypoint") : Optional.empty(),
        environment(node.path("environment"), child(pointer, "environment")),
        gpus(node.path("gpus"), child(pointer, "gpus")),
        shmBytes(node.path("shm_size"), child(pointer, "shm_size")));
  }

  private List<String> command(JsonNode node, String pointer) {
    if (node.isMissingNode()) {
      return List.of();
    }
    if (node.isTextual()) {
      Optional<List<String>> words = ShellWords.split(node.textValue());
      if (words.isEmpty()) {
        problems.add(pointer, "has a quote that is not closed, or ends in a backslash");
      }
      return words.orElse(List.of());
    }
    List<String> words = new ArrayList<>();
    node.forEach(word -> words.add(word.asText()));
    boolean texts = node.isArray();
    for (JsonNode word : node) {
      texts &= word.isTextual();
    }
    if (!texts) {
      problems.add(pointer, "must be a command line or a list of texts");
    }
    return words;
  }

  private Map<String, String> environment(JsonNode node, String pointer) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (node.isMissingNode() || !isMap(node, pointer, "a map of variables")) {
      return variables;
    }
    for (Entry<String, JsonNode> entry : node.properties()) {
      String at = child(pointer, entry.getKey());
      if (!VARIABLE.matcher(entry.getKey()).matches()) {
        problems.add(at, "is not the name of a variable: use letters, digits and _");
      }
      JsonNode value = entry.getValue();
      if (!value.isTextual() && !value.isIntegralNumber()) {
        problems.add(at, "must be a text or a whole number: write the value in quotes");
      }
      variables.put(entry.getKey(), value.asText());
    }
    return variables;
  }

  private Optional<Gpus> gpus(JsonNode node, String pointer) {
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() > 0) {
      return Optional.of(new Gpus.Count(node.intValue()));
    }
    String word = node.isTextual() ? node.textValue() : "";
    Matcher devices = DEVICES.matcher(word);
    if (word.equals("all")) {
      return Optional.of(new Gpus.All());
    }
    if (devices.matches()) {
      return Optional.of(new Gpus.Devices(Arrays.asList(devices.group(1).split(",", -1))));
    }
    problems.add(pointer, "must be all, a number of GPUs, or named ones such as device=0,2");
    return Optional.empty();
  }

  private OptionalLong shmBytes(JsonNode node, String pointer) {
    if (node.isMissingNode()) {
      return OptionalLong.empty();
    }
    Matcher size = SIZE.matcher(node.isTextual() || node.isIntegralNumber() ? node.asText() : "");
    if (!size.matches()) {
      problems.add(pointer, "must be a size such as 64m or 2g");
      return OptionalLong.empty();
    }
    if (size.group(3) != null) {
      return OptionalLong.of(Long.parseLong(size.group(3)));
    }
    int shift =
        switch (size.group(2).toLowerCase(Locale.ROOT)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 0;
        };
    return OptionalLong.of(Long.parseLong(size.group(1)) << shift);
  }

  private Optional<String> text(JsonNode map, String pointer, String field) {
    JsonNode value = map.path(field);
    if (value.isMissingNode()) {
      problems.add(child(pointer, field), "is missing");
    } else if (!value.isTextual() || value.textValue().isBlank()) {
      problems.add(child(pointer, field), "must be a text");
    } else {
      return Optional.of(value.textValue());
    }
    return Optional.empty();
  }

  private boolean isMap(JsonNode node, String pointer, String what) {
    if (node.isMissingNode()) {
      problems.add(pointer, "is missing: " + what + " is needed");
    } else if (!node.isObject()) {
      problems.add(pointer, "must be " + what);
    }
    return node.isObject();
  }

  private void refuseUnknownFields(JsonNode map, String pointer, List<String> known) {
    for (Entry<String, JsonNode> field : map.properties()) {
      if (!known.contains(field.getKey())) {
        problems.add(
            child(pointer, field.getKey()),
            "is not a known field; allowed here are " + String.join(", ", known));
      }
    }
  }

  private static String notOneOf(String word, List<String> words) {
    return quote(word) + " is not one of " + String.join(", ", words);
  }
}
