package io.consilium.worker.cli;

import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.enrolment.PrivateFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a key to sign revisions with. */
@Command(
    name = "new-key",
    description = {
      "Makes a key to sign revisions with, in a file that only you can read and only your",
      "passphrase opens. Prints the public half: facilities put it into site-policy.yaml. Give it to",
      "them by another way than the platform, and let them read the fingerprint back to you."
    })
final class RevisionKeyCommand extends SiteCommand {
  private static final int SHORTEST = 8;

  @Parameters(paramLabel = "FILE", description = "The key's file; it must not be there yet.")
  private Path file = Path.of("");

  @Mixin private Passphrase passphrase = new Passphrase();

  @Override
  public Integer call() {
    if (Files.exists(file)) {
      throw new Refusal("The file " + file + " exists already: name another");
    }
    String secret = passphrase.read();
    if (secret.length() < SHORTEST) {
      throw new Refusal("The passphrase must have at least " + SHORTEST + " characters");
    }
    SigningKey key = SigningKey.generate();
    PrivateFile.create(file, key.encrypt(secret) + "\n");
    VerificationKey shown = key.verificationKey();
    PrintWriter out = out();
    out.println("Fingerprint " + shown.id());
    out.println("For site-policy.yaml:");
    out.println("acceptance:");
    out.println("  pinned_keys:");
    out.println("    - name: your name");
    out.println("      key: " + CanonicalJson.write(shown.jwk()));
    out.flush();
    return ConsiliumCommand.DONE;
  }
}
