package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Answer;
import io.consilium.worker.cli.ConsoleClient.Field;
import io.consilium.worker.cli.ConsoleClient.Form;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looking after datasets. */
final class DatasetCareCommands {
  private DatasetCareCommands() {}

  /** Looks at everything. */
  @Command(
      name = "check",
      description = {
        "Looks whether a dataset's folders are there and readable, and reads every prepared file to",
        "compare it with what was registered. Ends with 1 when something is wrong."
      })
  static final class Check extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "The dataset.")
    private String name = "";

    @Mixin private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
      Answer answer = worker().patient().get("/datasets/" + name + "/check", json.form());
      print(answer);
      return answer.header("Consilium-State").orElse("").equals("SOUND")
          ? ConsiliumCommand.DONE
          : ConsiliumCommand.REFUSED;
    }
  }

  /** Forgets one. */
  @Command(
      name = "remove",
      description = {
        "Removes a dataset from this site's catalogue, with its prepared data. The raw data stays.",
        "Shows first what would be gone, and asks."
      })
  static final class Remove extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "The dataset.")
    private String name = "";

    @Mixin private WhoDecides who = new WhoDecides();

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    public Integer call() {
      ConsoleClient worker = worker();
      String path = "/datasets/" + name + "/removal";
      Answer shown = worker.get(path, Form.TEXT);
      print(shown);
      if (!confirmation.given(out(), "Remove it?")) {
        return ConsiliumCommand.REFUSED;
      }
      return print(
          worker
              .patient()
              .post(
                  path,
                  Form.TEXT,
                  List.of(
                      new Field("shown", shown.header("Consilium-Shown").orElse("")),
                      who.field())));
    }
  }
}
