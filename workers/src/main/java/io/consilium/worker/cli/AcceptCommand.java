package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Answer;
import io.consilium.worker.cli.ConsoleClient.Field;
import io.consilium.worker.cli.ConsoleClient.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decides whether a benchmark's containers may run here. */
@Command(
    name = "accept",
    description = {
      "Accepts a benchmark's revision, so that its containers and its reference model may run here;",
      "further models with --models or --all-models. Shows first what would run, and how it differs",
      "from what was accepted before, and asks. An acceptance ends after the time in",
      "site-policy.yaml: accept again to renew it."
    })
final class AcceptCommand extends SiteCommand {
  @Parameters(paramLabel = "BENCHMARK", description = "The benchmark's id, from 'offers'.")
  private String benchmark = "";

  @ArgGroup private Models models = new Models();

  @ArgGroup private Otherwise otherwise = new Otherwise();

  @Mixin private WhoDecides who = new WhoDecides();

  @Mixin private Confirmation confirmation = new Confirmation();

  @Mixin private JsonOption json = new JsonOption();

  /** Either some models or all. */
  static final class Models {
    @Option(
        names = "--models",
        split = ",",
        paramLabel = "MODEL",
        description = "Models to accept too, by id.")
    private List<String> named = List.of();

    @Option(names = "--all-models", description = "Every model that is approved for it now.")
    private boolean all;

    Field field() {
      return new Field("models", all ? "*" : String.join(",", named));
    }
  }

  /** What else can be decided. */
  static final class Otherwise {
    @Option(
        names = "--decline",
        paramLabel = "REASON",
        description = {
          "Declines instead: the revision, or with --models these models. Signatures do not accept",
          "it any more. The reason stays at the site."
        })
    private Optional<String> decline = Optional.empty();

    @Option(
        names = "--withdraw",
        paramLabel = "REASON",
        description = {
          "Takes back what was accepted: the revision, or with --models these models. Orders are",
          "refused from then on. The reason stays at the site."
        })
    private Optional<String> withdraw = Optional.empty();

    @Option(
        names = "--signature",
        paramLabel = "FILE",
        description = {
          "Carries in a signature of 'revision sign'; accepted is what keys that site-policy.yaml",
          "pins signed. Repeatable."
        })
    private List<Path> signatures = List.of();

    @Option(names = "--history", description = "Shows what was decided before.")
    private boolean history;
  }

  @Override
  public Integer call() {
    if (otherwise.history) {
      return print(worker().get("/decisions/" + benchmark, json.form()));
    }
    if (otherwise.withdraw.isPresent()) {
      return withdraw(otherwise.withdraw.get());
    }
    return otherwise.signatures.isEmpty() ? decide() : carry();
  }

  private int decide() {
    ConsoleClient worker = worker();
    Answer shown = worker.get("/offers/" + benchmark, Form.TEXT, models.field());
    print(shown);
    boolean declines = otherwise.decline.isPresent();
    String question =
        declines ? "Is this declined?" : "May these containers run on this site's data?";
    if (!confirmation.given(out(), question)) {
      return ConsiliumCommand.REFUSED;
    }
    List<Field> fields = new ArrayList<>(fields());
    fields.add(new Field("shown", shown.header("Consilium-Shown").orElse("")));
    otherwise.decline.ifPresent(reason -> fields.add(new Field("reason", reason)));
    return print(worker.post(declines ? "/declines" : "/acceptances", json.form(), fields));
  }

  private int withdraw(String reason) {
    if (models.all) {
      throw new Refusal("Name the models with --models, or leave it out to take back everything");
    }
    String what =
        models.named.isEmpty()
            ? "the revision of " + benchmark + " with all its models"
            : "the models " + String.join(", ", models.named) + " of " + benchmark;
    if (!confirmation.given(out(), "Take back " + what + "? Orders will be refused.")) {
      return ConsiliumCommand.REFUSED;
    }
    List<Field> fields = new ArrayList<>(fields());
    fields.add(new Field("reason", reason));
    return print(worker().post("/withdrawals", json.form(), fields));
  }

  private int carry() {
    int code = ConsiliumCommand.DONE;
    for (Path file : otherwise.signatures) {
      List<Field> fields = new ArrayList<>(fields());
      fields.add(new Field("signature", read(file)));
      code = print(worker().post("/signatures", json.form(), fields));
    }
    return code;
  }

  private List<Field> fields() {
    return List.of(new Field("benchmark", benchmark), models.field(), who.field());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new Refusal("The file " + file + " cannot be read: " + e.getMessage());
    }
  }
}
