package io.consilium.worker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Statement;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.enrolment.Enrolment;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a signed statement, offline. */
@Command(
    name = "verify",
    description = {
      "Checks a signed statement (a DSSE envelope) without worker, site or network: the signature,",
      "the kind of payload, its canonical form. Prints what it says.",
      "Take the key from the facility ('consilium keys'), not from who gave you the statement."
    })
final class VerifyCommand extends SiteCommand {
  private static final int MOST_BYTES = 4 << 20;
  private static final String RELEASE_KEY = "releaseKey";
  private static final String POLICY_KEY = "policyKey";

  @Parameters(paramLabel = "FILE", description = "The envelope.")
  private Path file = Path.of("");

  @ArgGroup private Trust trust = new Trust();

  @Option(names = "--json", description = "Prints the signed bytes instead of words.")
  private boolean json;

  /** Whose signature counts. */
  static final class Trust {
    @Option(
        names = "--key",
        paramLabel = "FILE",
        required = true,
        description = "The public key, a JSON Web Key.")
    private Optional<Path> key = Optional.empty();

    @Option(
        names = "--registration",
        paramLabel = "FILE",
        required = true,
        description =
            "What the facility's 'consilium keys' prints. Usual: that of the site in this folder.")
    private Optional<Path> registration = Optional.empty();
  }

  @Override
  public Integer call() {
    String text = read(file);
    Envelope envelope = Envelope.parse(text);
    Map<String, VerificationKey> keys = keys();
    String name =
        keys.entrySet().stream()
            .filter(entry -> entry.getValue().id().equals(envelope.claimedKeyId()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        "The statement names the key %s, which is none of those given: %s"
                            .formatted(
                                envelope.claimedKeyId(),
                                String.join(
                                    ", ",
                                    keys.values().stream().map(VerificationKey::id).toList()))));
    Statement statement = envelope.verify(Optional.ofNullable(keys.get(name)).orElseThrow());
    requireRightKey(name, statement.payload());
    if (json) {
      out().println(statement.toJson());
    } else {
      print(envelope, name, statement);
    }
    out().flush();
    return ConsiliumCommand.DONE;
  }

  /** What policy released is signed with another key than what a person did. */
  private static void requireRightKey(String name, Payload payload) {
    boolean byPolicy =
        payload instanceof Payload.ResultReleased result
            && result.releasedBy().equals(Payload.ResultReleased.POLICY);
    if ((name.equals(POLICY_KEY) && !byPolicy) || (name.equals(RELEASE_KEY) && byPolicy)) {
      throw new Refusal(
          "The statement is signed with the wrong one of the facility's keys: the policy key signs"
              + " what policy releases, and nothing else");
    }
  }

  private void print(Envelope envelope, String name, Statement statement) {
    out().println("The signature holds: " + words(name) + " " + envelope.claimedKeyId());
    out().println("Statement  " + envelope.id());
    out().println("It says    " + sentence(statement.payload()));
    JsonNode payload = CanonicalJson.STRICT.valueToTree(statement.payload());
    payload
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isValueNode()) {
                out().printf("  %-18s %s%n", field.getKey(), field.getValue().asText());
              }
            });
    figures(statement.payload())
        .ifPresent(metrics -> out().printf("  %-18s %s%n", "figures", metrics.canonicalJson()));
  }

  private static String words(String name) {
    return switch (name) {
      case RELEASE_KEY -> "the facility's release key,";
      case POLICY_KEY -> "the facility's policy key,";
      default -> "the key";
    };
  }

  private static Optional<ReleasedMetrics> figures(Payload payload) {
    if (payload instanceof Payload.ResultReleased result) {
      return Optional.of(result.metrics());
    }
    return payload instanceof Payload.DatasetRegistered dataset
        ? Optional.of(dataset.statistics())
        : Optional.empty();
  }

  private static String sentence(Payload payload) {
    String revision = "revision %d of %s".formatted(payload.revision(), payload.benchmarkId());
    if (payload instanceof Payload.ResultReleased result) {
      return "%s releases a result of %s on %s, for %s, to %s"
          .formatted(
              result.facilityId(),
              result.modelId(),
              result.datasetId(),
              revision,
              result.audience());
    }
    if (payload instanceof Payload.ReleaseDeclined declined) {
      return "%s keeps the result of the execution %s to itself"
          .formatted(declined.facilityId(), declined.executionId());
    }
    return "%s: %s, for %s"
        .formatted(payload.facilityId(), payload.getClass().getSimpleName(), revision);
  }

  private Map<String, VerificationKey> keys() {
    Optional<Path> key = trust.key;
    if (key.isPresent()) {
      return Map.of("key", key(read(key.get()), key.get().toString()));
    }
    return registered(trust.registration.map(VerifyCommand::read).orElseGet(this::ownRegistration));
  }

  private String ownRegistration() {
    SiteHome home = home();
    if (!home.exists()) {
      throw new Refusal(
          "Whose signature counts? Give --key FILE, or --registration FILE with what the facility's"
              + " 'consilium keys' prints");
    }
    return Enrolment.registration(Site.open(home));
  }

  private static Map<String, VerificationKey> registered(String registration) {
    Map<String, VerificationKey> keys = new LinkedHashMap<>();
    try {
      Map<String, Object> fields = JSONObjectUtils.parse(registration);
      for (String name : new String[] {RELEASE_KEY, POLICY_KEY}) {
        if (fields.containsKey(name)) {
          keys.put(name, VerificationKey.ofJwk(JSONObjectUtils.getJSONObject(fields, name)));
        }
      }
    } catch (ParseException e) {
      throw new Refusal("The registration is not what 'consilium keys' prints");
    }
    if (keys.isEmpty()) {
      throw new Refusal("The registration holds no releaseKey and no policyKey");
    }
    return keys;
  }

  private static VerificationKey key(String jwk, String name) {
    try {
      return VerificationKey.ofJwk(JSONObjectUtils.parse(jwk));
    } catch (ParseException e) {
      throw new Refusal("The file " + name + " is not a JSON Web Key");
    }
  }

  private static String read(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      byte[] bytes = content.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new Refusal("The file " + file + " is larger than a statement can be");
      }
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new Refusal("The file " + file + " cannot be read: " + e.getMessage());
    }
  }
}
