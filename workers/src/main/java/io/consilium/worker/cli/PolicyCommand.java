package io.consilium.worker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.site.PolicyCheck;
import io.consilium.worker.site.PolicyReport;
import io.consilium.worker.site.PolicyReport.Origin;
import io.consilium.worker.site.PolicyReport.Setting;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the site allows. */
@Command(
    name = "policy",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = ConsiliumCommand.Version.class,
    description = "Looks at what the site allows.",
    subcommands = PolicyCommand.Check.class)
final class PolicyCommand {
  /** Reads the site's files as the worker would. */
  @Command(
      name = "check",
      description = {
        "Reads site-policy.yaml and site.yaml, says in words what is in force, and names mistakes",
        "and risky choices. The worker need not run. Ends with 1 when the worker would not start."
      })
  static final class Check extends SiteCommand {
    @Mixin private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
      PolicyReport report = PolicyCheck.of(home());
      PrintWriter out = out();
      out.print(json.form() == ConsoleClient.Form.JSON ? json(report) : text(report));
      out.flush();
      return report.mistakes().isEmpty() ? ConsiliumCommand.DONE : ConsiliumCommand.REFUSED;
    }

    private static String json(PolicyReport report) {
      try {
        return CanonicalJson.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(report)
            + "\n";
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String text(PolicyReport report) {
      StringBuilder text = new StringBuilder();
      String file = "";
      for (Setting setting : report.inForce()) {
        if (!setting.file().equals(file)) {
          text.append(file.isEmpty() ? "" : "\n")
              .append(setting.file())
              .append(" (* not in the file: the default)\n");
          file = setting.file();
        }
        text.append(
            "%s %-28s %-20s %s%n"
                .formatted(
                    setting.origin() == Origin.DEFAULT ? "*" : " ",
                    setting.place(),
                    setting.value(),
                    setting.meaning()));
      }
      section(
          text, "Mistakes: the worker does not start before they are mended", report.mistakes());
      section(text, "Risky", report.warnings());
      if (report.mistakes().isEmpty() && report.warnings().isEmpty()) {
        text.append("\nNo mistakes, and nothing risky.\n");
      }
      return text.toString();
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
      if (!lines.isEmpty()) {
        text.append(text.isEmpty() ? "" : "\n").append(title).append(":\n");
        lines.forEach(line -> text.append("- ").append(line).append('\n'));
      }
    }
  }
}
