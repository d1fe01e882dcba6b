package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Answer;
import io.consilium.worker.cli.ConsoleClient.Field;
import io.consilium.worker.cli.ConsoleClient.Form;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a benchmark's containers run here. */
@Command(
    name = "accept",
    description = {
      "Accepts a benchmark's revision, so that its containers and its reference model may run here;",
      "further models with --models or --all-models. Shows first what would run, and asks."
    })
final class AcceptCommand extends SiteCommand {
  @Parameters(paramLabel = "BENCHMARK", description = "The benchmark's id, from 'offers'.")
  private String benchmark = "";

  @ArgGroup private Models models = new Models();

  @Mixin private WhoDecides who = new WhoDecides();

  @Mixin private Confirmation confirmation = new Confirmation();

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

  @Override
  public Integer call() {
    ConsoleClient worker = worker();
    Field chosen = models.field();
    Answer shown = worker.get("/offers/" + benchmark, Form.TEXT, chosen);
    print(shown);
    if (!confirmation.given(out(), "May these containers run on this site's data?")) {
      return ConsiliumCommand.REFUSED;
    }
    return print(
        worker.post(
            "/acceptances",
            Form.TEXT,
            List.of(
                new Field("benchmark", benchmark),
                chosen,
                new Field("shown", shown.header("Consilium-Shown").orElse("")),
                who.field())));
  }
}
