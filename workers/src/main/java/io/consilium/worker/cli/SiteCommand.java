package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Answer;
import io.consilium.worker.site.SiteHome;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command about a site. */
@Command(mixinStandardHelpOptions = true, versionProvider = ConsiliumCommand.Version.class)
abstract class SiteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  final SiteHome home() {
    return top().home();
  }

  final ConsiliumCommand top() {
    return (ConsiliumCommand) spec.root().userObject();
  }

  final ConsoleClient worker() {
    return ConsoleClient.of(home());
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** The command line is wrong. */
  final ParameterException wrong(String words) {
    return new ParameterException(spec.commandLine(), words);
  }

  final int print(Answer answer) {
    PrintWriter out = out();
    out.print(answer.text());
    if (!answer.text().endsWith("\n")) {
      out.println();
    }
    out.flush();
    return ConsiliumCommand.DONE;
  }
}
