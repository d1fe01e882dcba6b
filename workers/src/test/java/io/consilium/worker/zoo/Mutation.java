package io.consilium.worker.zoo;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.StrictYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A measure taken away from the worker's own source.
 *
 * @param measure its number
 * @param without what is missing then
 * @param file of the source, from the root of the repository
 * @param text what is there, exactly once
 * @param becomes what is put in its place
 * @param attacks ids of those that must succeed then
 */
record Mutation(
    int measure, String without, Path file, String text, String becomes, List<String> attacks) {
  private static final Path LIST = Path.of("src/test/attacks/mutations.yaml");
  private static final Path ROOT = Path.of("..");

  /** All that are listed. */
  static List<Mutation> all() {
    try {
      JsonNode list =
          StrictYaml.read(LIST.toString(), Files.readAllBytes(LIST), StrictYaml.Limits.DOCUMENT)
              .tree();
      List<Mutation> all = new ArrayList<>();
      for (JsonNode entry : list.path("mutations")) {
        List<String> attacks = new ArrayList<>();
        entry.path("attacks").forEach(attack -> attacks.add(attack.asText()));
        all.add(
            new Mutation(
                entry.path("measure").asInt(),
                entry.path("without").asText(),
                Path.of(entry.path("file").asText()),
                entry.path("text").asText(),
                entry.path("becomes").asText(),
                List.copyOf(attacks)));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compiles the changed source, and nothing else.
   *
   * @param folder takes the classes; the source itself is not touched
   * @return what is wrong with the mutation, if anything
   */
  Optional<String> compile(Path folder, String classPath) throws IOException {
    String source = Files.readString(ROOT.resolve(file));
    int at = source.indexOf(text);
    if (at < 0 || source.indexOf(text, at + 1) >= 0) {
      return Optional.of("its text is not exactly once in " + file);
    }
    Path changed = Files.createDirectories(folder.resolve("source")).resolve(file.getFileName());
    Files.writeString(
        changed, source.substring(0, at) + becomes + source.substring(at + text.length()));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringBuilder problems = new StringBuilder();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-d", classes.toString(), "-cp", classPath, "-parameters", "-proc:none", "-nowarn");
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  problem -> problems.append(problem).append('\n'),
                  options,
                  null,
                  files.getJavaFileObjects(changed))
              .call();
      return compiled ? Optional.empty() : Optional.of("it does not compile: " + problems);
    }
  }
}
