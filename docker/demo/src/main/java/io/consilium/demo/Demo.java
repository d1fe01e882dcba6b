package io.consilium.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs one federated evaluation before a visitor's eyes. {@code ./demo} starts it. */
public final class Demo {
  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);

  private final Settings settings;
  private final Narrator narrator;
  private final Installation installation;
  private final AtomicBoolean ending = new AtomicBoolean();
  private volatile boolean failed;

  private Demo(Settings settings, Narrator narrator) {
    this.settings = settings;
    this.narrator = narrator;
    this.installation = new Installation(settings, Hospital.all());
  }

  /** Runs the demo; the exit code is 0 when it reached its end. */
  public static void main(String[] arguments) {
    Settings settings = Settings.of(List.of(arguments));
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Demo demo = new Demo(settings, new Narrator(out, settings.medium(), settings.started()));
    Runtime.getRuntime().addShutdownHook(new Thread(demo::end, "end"));
    System.exit(demo.run());
  }

  private int run() {
    try {
      Installation.clear(settings);
      Results results = evaluate();
      if (settings.options().contains(Settings.Option.EXIT)) {
        return 0;
      }
      narrator.print(Guide.text(settings, results));
      stayUp();
      return 0;
    } catch (DemoFailure failure) {
      return fail(failure);
    } catch (RuntimeException e) {
      String what = Optional.ofNullable(e.getMessage()).orElse(e.toString());
      return fail(new DemoFailure("the demo cannot go on: " + what, "", settings.logs()));
    }
  }

  private Results evaluate() {
    Walk walk = new Walk(installation, narrator);
    narrator.print(narrator.bold("One federated evaluation, from proposal to report"));
    narrator.chapter("A platform, and five hospitals that keep their data to themselves");
    walk.open();
    narrator.chapter("A benchmark is proposed, tested and approved");
    walk.proposeBenchmark();
    walk.approveBenchmark();
    narrator.chapter("Models and hospitals join it");
    walk.submitModels();
    walk.prepareData();
    walk.joinBenchmark();
    walk.approveAssociations();
    walk.acceptModels();
    narrator.chapter("The models travel, the data stays");
    walk.startRound();
    walk.releaseResults();
    narrator.chapter("What the hospitals let out becomes a report");
    walk.publishReport();
    Results results = Results.of(walk.report());
    results.write(settings.lastRun(), narrator.elapsed());
    narrator.print(ResultTable.of(results));
    narrator.print("");
    narrator.done("from nothing to the report in " + words(narrator.elapsed()));
    return results;
  }

  /** Until the visitor ends it, or something that should run does not. */
  private void stayUp() {
    while (!ending.get()) {
      installation.requireAlive();
      Waiting.pause(BETWEEN_CHECKS);
    }
  }

  private int fail(DemoFailure failure) {
    if (!ending.get()) {
      failed = true;
      narrator.failure(failure);
    }
    return 1;
  }

  /** Whatever the reason for the end, nothing of the demo remains. */
  private void end() {
    ending.set(true);
    narrator.print("\nTaking everything down …");
    try {
      installation.takeDown(failed ? Installation.Traces.KEPT : settings.traces());
      narrator.print(
          failed || settings.traces() == Installation.Traces.KEPT
              ? "Nothing runs any more; logs and folders are in " + settings.run() + "."
              : "Nothing of the demo remains but its caches in " + settings.work() + ".");
    } catch (RuntimeException e) {
      narrator.print("error: not everything could be taken down: " + e.getMessage());
      Runtime.getRuntime().halt(1);
    } finally {
      stopRegistry();
    }
  }

  private void stopRegistry() {
    Command.run(
        List.of(
            settings.root().resolve("docker/registry.sh").toString(),
            "stop",
            settings.work().resolve("registry").toString()),
        Map.of());
  }

  private static String words(Duration duration) {
    return duration.toMinutes() == 0
        ? duration.toSeconds() + " s"
        : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }
}
