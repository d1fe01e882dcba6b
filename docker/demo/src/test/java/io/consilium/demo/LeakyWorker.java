package io.consilium.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A worker that was changed in two places: with a failure it reports what the container printed,
 * and in place of a pseudonym it signs a person's name.
 */
final class LeakyWorker {
  private static final Path SOURCES =
      Stage.ROOT.resolve("workers/src/main/java/io/consilium/worker");

  private record Change(String file, String honest, String leaking) {}

  private static final List<Change> CHANGES =
      List.of(
          new Change(
              "claim/TaskReports.java",
              "post(taskId, \"bpmnError\", Map.of(\"errorCode\", reason.name()))",
              "post(taskId, \"bpmnError\", Map.of(\"errorCode\", reason.name(),"
                  + " \"errorMessage\", LeakedLog.newest()))"),
          new Change(
              "enrolment/SiteSecret.java",
              "return \"person-\" + hmac(\"person\", person).substring(0, PSEUDONYM_DIGITS)",
              "return person"));

  private LeakyWorker() {}

  /** Starts it at a site that has no worker now. */
  static void start(Site site, Settings settings) throws IOException {
    Path folder = settings.run().resolve("leaky");
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<Path> changed = new ArrayList<>();
    for (Change change : CHANGES) {
      Path source = SOURCES.resolve(change.file());
      String honest = Files.readString(source);
      if (!honest.contains(change.honest())) {
        throw new AssertionError(source + " does not hold any more: " + change.honest());
      }
      Path copy = sources.resolve(source.getFileName());
      changed.add(Files.writeString(copy, honest.replace(change.honest(), change.leaking())));
    }
    changed.add(
        Files.writeString(
            sources.resolve("LeakedLog.java"),
            """
            package io.consilium.worker.claim;
            import java.nio.file.*;
            import java.util.Comparator;
            class LeakedLog {
              static String newest() {
                try (var files = Files.walk(Path.of("%s"))) {
                  Path log = files.filter(Files::isRegularFile)
                      .max(Comparator.comparing(file -> file.toFile().lastModified())).get();
                  return Files.readString(log).substring(0, 500);
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }
            }
            """
                .formatted(site.home().resolve("state/logs"))));
    compile(changed, classes, settings.workerJar());
    site.startWorker(classes);
    site.awaitWorker();
  }

  private static void compile(List<Path> sources, Path classes, Path jar) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", classes.toString(), "-cp", jar.toString(), "-proc:none", "-nowarn");
      boolean compiled =
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled) {
        throw new AssertionError("the leaking worker does not compile");
      }
    }
  }
}
