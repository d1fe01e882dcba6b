package io.consilium.worker.cli;

import io.consilium.contract.Ids;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Endorsement;
import io.consilium.contract.statement.Envelope;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a revision and models in it. */
@Command(
    name = "sign",
    description = {
      "Signs a revision by the digests of its document and all its images, and models in it; sends",
      "the signatures to the platform, which hands them to facilities, or writes them to files that",
      "facilities carry in with 'accept --signature'. Shows first what is signed, and asks."
    })
final class RevisionSignCommand extends SiteCommand {
  @Parameters(
      paramLabel = "REVISION",
      description = "The revision's id, such as breast-fna-r1, or its benchmark.yaml.")
  private String revision = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "Your key, from 'revision new-key'.")
  private Path key = Path.of("");

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "MODEL",
      description = "Models to sign too: ids, or with files their model.yaml.")
  private List<String> models = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Writes the signatures into this folder.")
  private Optional<Path> out = Optional.empty();

  @ArgGroup(exclusive = false)
  private PlatformAccount platform = new PlatformAccount();

  @Mixin private Passphrase passphrase = new Passphrase();

  @Mixin private Confirmation confirmation = new Confirmation();

  @Override
  public Integer call() {
    if (out.isEmpty() && !platform.isNamed()) {
      throw new Refusal(
          "Say where the signatures go: --platform URL --user NAME, or --out DIR, or both");
    }
    BenchmarkDocument document =
        isFile(revision)
            ? BenchmarkDocument.parse(read(Path.of(revision)))
            : platform.revision(revision);
    List<ModelDocument> chosen =
        models.stream()
            .map(
                model ->
                    isFile(model)
                        ? ModelDocument.parse(read(Path.of(model)))
                        : platform.model(revision, model))
            .toList();
    Instant now = Instant.now();
    List<Endorsement> words = new ArrayList<>();
    words.add(Endorsement.of(document, now));
    chosen.forEach(model -> words.add(Endorsement.of(document, model, now)));
    show(document, words);
    if (!confirmation.given(out(), "Sign this?")) {
      return ConsiliumCommand.REFUSED;
    }
    SigningKey signing = SigningKey.decrypt(read(key).strip(), passphrase.read());
    words.forEach(word -> hand(word, word.sign(signing)));
    return ConsiliumCommand.DONE;
  }

  private void show(BenchmarkDocument document, List<Endorsement> words) {
    PrintWriter to = out();
    to.printf("%s, revision %d (%s)%n", document.title(), document.revision(), document.id());
    to.printf("  document %s%n", document.digest());
    to.printf(
        "  audience at most %s, figures rest on at least %d people%n",
        document.audience().name().toLowerCase(Locale.ROOT), document.policy().minimumCount());
    for (Endorsement word : words) {
      word.model()
          .ifPresent(model -> to.printf("  model %s, %s%n", model.modelId(), model.modelDigest()));
      word.containers()
          .forEach(
              container ->
                  to.printf("  %s %s: %s%n", container.role(), container.id(), container.digest()));
    }
    to.flush();
  }

  private void hand(Endorsement word, Envelope signature) {
    String name =
        Ids.revision(word.benchmarkId(), word.revision())
            + word.model().map(model -> "." + model.modelId()).orElse("");
    out.ifPresent(
        folder -> {
          Path file = folder.resolve(name + "." + signature.claimedKeyId() + ".dsse.json");
          write(file, signature.toJson() + "\n");
          out().println("Wrote " + file);
        });
    if (platform.isNamed()) {
      platform.send(word, signature);
      out().println("Sent the signature of " + name);
    }
    out().flush();
  }

  private static boolean isFile(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Refusal("The file " + file + " cannot be read: " + e.getMessage());
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Refusal("The file " + file + " cannot be written: " + e.getMessage());
    }
  }
}
