package io.consilium.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ConsiliumCommandTest {
  private record Outcome(int code, String out, String err) {}

  @TempDir private Path folder;

  @Test
  void everyCommandExplainsItself() {
    List<CommandLine> commands = new ArrayList<>();
    collect(ConsiliumCommand.commandLine(home -> {}), commands);

    assertThat(commands)
        .hasSizeGreaterThan(18)
        .allSatisfy(
            command -> {
              assertThat(command.getUsageMessage()).contains("Usage: consilium");
              assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
              assertThat(command.getCommandSpec().args())
                  .allSatisfy(argument -> assertThat(argument.description()).isNotEmpty());
            });
  }

  @Test
  void helpIsNoError() {
    assertThat(run("--help").code()).isZero();
    assertThat(run("dataset", "prepare", "--help").out()).contains("--wait");
  }

  @Test
  void aShellCompletesCommandsAndOptions() throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("completion"), run("completion").out());

    assertThat(completed(script, "rel")).containsExactly("release");
    assertThat(completed(script, "release", "app")).containsExactly("approve");
    assertThat(completed(script, "dataset", "add", "--peo")).containsExactly("--people");
  }

  private List<String> completed(Path script, String... words)
      throws IOException, InterruptedException {
    String line = "consilium " + String.join(" ", words);
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "compopt() { :; }; source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_consilium; printf '%%s\\n' \"${COMPREPLY[@]}\""
                    .formatted(script, line, words.length))
            .redirectErrorStream(true)
            .start();
    String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(printed).isZero();
    return printed.lines().map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          releese                            | Did you mean: consilium release
          dataset add fna                    | Missing required options
          release approve --as Freya         | Missing required
          release approve e1                 | --as=NAME
          accept                             | BENCHMARK
          ledger --last many                 | 'many' is not an int
          accept a --models m --all-models   | mutually exclusive
          """)
  void aWrongCommandLineIsExplainedAndEndsWithTwo(String line, String words) {
    Outcome outcome = run(line.split(" +"));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(words);
  }

  @Test
  void whereThereIsNoSiteTheNextStepIsNamed() {
    Outcome outcome = run("--home", folder.toString(), "status");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("There is no site in " + folder)
        .contains("consilium init")
        .doesNotContain("\tat ");
  }

  @Test
  void whereNoWorkerRunsTheNextStepIsNamed() throws IOException {
    Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery\n");
    Outcome init = init(folder.resolve("site"), passphrase);
    assertThat(init.code()).as(init.err()).isZero();

    Outcome outcome = run("--home", folder.resolve("site").toString(), "status");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("does not run", "consilium worker run");
  }

  @Test
  void keysPrintsWhatInitPrinted() throws IOException {
    Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery\n");
    Path site = folder.resolve("site");

    Outcome init = init(site, passphrase);

    assertThat(init.out()).contains("\"transportKey\"", "\"releaseKey\"", "\"policyKey\"");
    assertThat(run("keys", "--home", site.toString()).out()).isEqualTo(init.out());
  }

  @Test
  void theProvingGroundNeedsNoPassphraseAndHasNoReleaseKey() {
    Outcome init =
        run(
            "init",
            "--home",
            folder.resolve("pg").toString(),
            "--proving-ground",
            "--name",
            "Proving ground",
            "--organisation",
            "Consilium",
            "--platform",
            "http://127.0.0.1:8080");

    assertThat(init.code()).as(init.err()).isZero();
    assertThat(init.out()).contains("\"id\":\"proving-ground\"").doesNotContain("releaseKey");
  }

  @Test
  void aSecondInitIsRefused() throws IOException {
    Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery\n");
    Path site = folder.resolve("site");
    init(site, passphrase);

    Outcome again = init(site, passphrase);

    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("already");
  }

  @Test
  void aShortPassphraseIsRefused() throws IOException {
    Path passphrase = Files.writeString(folder.resolve("passphrase"), "short\n");

    Outcome outcome = init(folder.resolve("site"), passphrase);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("at least 8 characters");
  }

  @Test
  void aWrongPolicyIsNamedWithFileAndField() throws IOException {
    Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery\n");
    Path site = folder.resolve("site");
    init(site, passphrase);
    Files.writeString(site.resolve("site-policy.yaml"), "minimum_cuont: 5\n");

    Outcome outcome = run("keys", "--home", site.toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("site-policy.yaml: minimum_cuont is not a field here");
  }

  private static Outcome init(Path site, Path passphrase) {
    return run(
        "init",
        "--home",
        site.toString(),
        "--facility",
        "aurora",
        "--name",
        "Aurora University Hospital",
        "--organisation",
        "Aurora",
        "--platform",
        "http://127.0.0.1:8080",
        "--passphrase-file",
        passphrase.toString());
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(below -> collect(below, all));
  }

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        ConsiliumCommand.run(
            home -> {}, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Outcome(code, out.toString(), err.toString());
  }
}
