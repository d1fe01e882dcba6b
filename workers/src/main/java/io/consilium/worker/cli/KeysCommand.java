package io.consilium.worker.cli;

import io.consilium.worker.enrolment.Enrolment;
import io.consilium.worker.site.Site;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** Shows the registration again. */
@Command(
    name = "keys",
    description = {
      "Prints the registration that the platform's operator needs: the facility's names and the",
      "public halves of its keys. Nothing in it is secret."
    })
final class KeysCommand extends SiteCommand {
  @Override
  public Integer call() {
    PrintWriter out = out();
    out.println(Enrolment.registration(Site.open(home())));
    out.flush();
    return ConsiliumCommand.DONE;
  }
}
