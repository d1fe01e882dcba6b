package io.consilium.contract.statement;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Ids;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.text.CanonicalJson;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody's signed word that a revision, or one model in it, may run. It names everything that
 * would run by digest, so that it fits exactly one revision and no other.
 *
 * @param benchmarkId the benchmark
 * @param revision number of the revision, from 1
 * @param revisionDigest digest of the revision's document
 * @param model the model that it is about; absent when it is about the revision itself
 * @param containers the images that may run because of it
 * @param signedAt when, ISO 8601 in UTC to the second: a site counts the validity from here
 */
public record Endorsement(
    String benchmarkId,
    int revision,
    String revisionDigest,
    Optional<Model> model,
    List<Container> containers,
    String signedAt) {
  private static final String TYPE = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE = "urn:consilium:Endorsement:v1";

  /** A model by the digest of its document. */
  public record Model(String modelId, String modelDigest) {}

  /** An image by its digest, in one role. */
  public record Container(String role, String id, String digest) {}

  private record Subject(String name, Map<String, String> digest) {
    static Subject of(String name, String digest) {
      return new Subject(name, Map.of("sha256", digest.replaceFirst("^sha256:", "")));
    }
  }

  private record Document(
      @JsonProperty("_type") String type,
      List<Subject> subject,
      String predicateType,
      JsonNode predicate) {}

  public Endorsement {
    containers = List.copyOf(containers);
  }

  /** That this revision may run: its preparator, reference model and evaluator. */
  public static Endorsement of(BenchmarkDocument revision, Instant at) {
    return new Endorsement(
        revision.id(),
        revision.revision(),
        revision.digest(),
        Optional.empty(),
        List.of(
            container("preparator", revision.containers().preparator()),
            container("reference model", revision.containers().referenceModel()),
            container("evaluator", revision.containers().evaluator())),
        text(at));
  }

  /** That this model may run in this revision. */
  public static Endorsement of(BenchmarkDocument revision, ModelDocument model, Instant at) {
    return new Endorsement(
        revision.id(),
        revision.revision(),
        revision.digest(),
        Optional.of(new Model(model.id(), model.digest())),
        List.of(container("model", model.container())),
        text(at));
  }

  /** Whether it is about exactly this revision. */
  public boolean covers(BenchmarkDocument wanted) {
    return equals(of(wanted, at()));
  }

  /** Whether it is about exactly this model in exactly this revision. */
  public boolean covers(BenchmarkDocument wanted, ModelDocument wantedModel) {
    return equals(of(wanted, wantedModel, at()));
  }

  /** When it was signed, by the signer's clock. */
  public Instant at() {
    return Instant.parse(signedAt);
  }

  /** The statement in an envelope with this key's signature. */
  public Envelope sign(SigningKey key) {
    return Envelope.seal(toJson(), key);
  }

  /**
   * The endorsement inside an envelope, once the key is shown to have signed it.
   *
   * @throws InvalidStatementException when it is not signed by this key, or is something else
   */
  public static Endorsement verify(Envelope envelope, VerificationKey key) {
    return parse(envelope.open(key));
  }

  /**
   * What an envelope claims, for whoever only passes it on.
   *
   * @throws InvalidStatementException when it does not hold an endorsement
   */
  public static Endorsement unverified(Envelope envelope) {
    return parse(envelope.unverified());
  }

  String toJson() {
    List<Subject> subjects = new ArrayList<>();
    subjects.add(Subject.of(Ids.revision(benchmarkId, revision), revisionDigest));
    model.ifPresent(named -> subjects.add(Subject.of(named.modelId(), named.modelDigest())));
    containers.forEach(container -> subjects.add(Subject.of(container.role(), container.digest())));
    return CanonicalJson.write(
        new Document(TYPE, subjects, PREDICATE, CanonicalJson.STRICT.valueToTree(this)));
  }

  private static Endorsement parse(String json) {
    Document document = read(json, Document.class);
    if (!document.predicateType().equals(PREDICATE)) {
      throw new InvalidStatementException(
          "this is not an endorsement: " + document.predicateType());
    }
    Endorsement endorsement = read(document.predicate().toString(), Endorsement.class);
    try {
      if (!text(endorsement.at()).equals(endorsement.signedAt())) {
        throw new InvalidStatementException("signedAt is not a time in UTC to the second");
      }
    } catch (DateTimeParseException e) {
      throw new InvalidStatementException("signedAt is not a time");
    }
    if (!endorsement.toJson().equals(json)) {
      throw new InvalidStatementException(
          "the statement is not in canonical form, or its subjects are not those that it names");
    }
    return endorsement;
  }

  private static Container container(String role, ContainerSpec spec) {
    return new Container(role, spec.id(), spec.digest());
  }

  private static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return CanonicalJson.STRICT.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new InvalidStatementException("malformed statement: " + e.getOriginalMessage());
    }
  }
}
