package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Field;
import io.consilium.worker.cli.ConsoleClient.Form;
import io.consilium.worker.enrolment.Enrolment;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.site.Site;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the registration again, and changes keys. */
@Command(
    name = "keys",
    description = {
      "Prints the registration that the platform's operator needs: the facility's names and the",
      "public halves of its keys. Nothing in it is secret. With a command, changes keys."
    },
    subcommands = {
      KeysCommand.Fingerprint.class,
      KeysCommand.Rotate.class,
      KeysCommand.Revoke.class
    })
final class KeysCommand extends SiteCommand {
  @Override
  public Integer call() {
    PrintWriter out = out();
    out.println(Enrolment.registration(Site.open(home())));
    out.flush();
    return ConsiliumCommand.DONE;
  }

  /** What is compared by telephone. */
  @Command(
      name = "fingerprint",
      description = "Prints what you compare by telephone with the platform's operator.")
  static final class Fingerprint extends SiteCommand {
    @Override
    public Integer call() {
      PrintWriter out = out();
      out.println(SiteKeys.of(Site.open(home()).home()).fingerprint());
      out.flush();
      return ConsiliumCommand.DONE;
    }
  }

  /** A new key in the place of the present one. */
  @Command(
      name = "rotate",
      description = {
        "Makes a new key and has the platform put it in the place of the present one, which signs",
        "for it. What the present key signed stays valid. The worker must run."
      })
  static final class Rotate extends SiteCommand {
    @Parameters(paramLabel = "KEY", description = "transport, release or policy.")
    private String role = "";

    @Mixin private WhoDecides who = new WhoDecides();

    @Mixin private Passphrase passphrase = new Passphrase();

    @Override
    public Integer call() {
      List<Field> fields =
          role.equals("transport")
              ? List.of(new Field("role", role), who.field())
              : List.of(new Field("role", role), who.field(), passphrase.field());
      return print(worker().post("/keys/rotations", Form.TEXT, fields));
    }
  }

  /** The end of a key. */
  @Command(
      name = "revoke",
      description = {
        "Ends a key at the platform, at once and for good: when others may have it. To go on, ask",
        "the operator for a code, and run 'consilium enrol' again. The worker must run."
      })
  static final class Revoke extends SiteCommand {
    @Parameters(paramLabel = "KEY", description = "transport, release or policy.")
    private String role = "";

    @Mixin private WhoDecides who = new WhoDecides();

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    public Integer call() {
      if (!confirmation.given(out(), "End the " + role + " key of this site for good?")) {
        return ConsiliumCommand.REFUSED;
      }
      return print(
          worker()
              .post("/keys/revocations", Form.TEXT, List.of(new Field("role", role), who.field())));
    }
  }
}
