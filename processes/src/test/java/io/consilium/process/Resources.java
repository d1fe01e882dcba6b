package io.consilium.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;

/** The files that this module ships: diagrams and forms. */
final class Resources {
  private Resources() {}

  static List<Path> diagrams() {
    return in("/process");
  }

  static List<Path> forms() {
    return in("/form");
  }

  static BpmnModelInstance diagram(String process) {
    return Bpmn.readModelFromFile(folder("/process").resolve(process + ".bpmn").toFile());
  }

  /** A file's name without what follows its last dot. */
  static String nameOf(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static List<Path> in(String folder) {
    try (Stream<Path> files = Files.list(folder(folder))) {
      return files.sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Path folder(String name) {
    try {
      return Path.of(Objects.requireNonNull(Resources.class.getResource(name), name).toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
