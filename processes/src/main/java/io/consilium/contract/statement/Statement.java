package io.consilium.contract.statement;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Ids;
import io.consilium.contract.text.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A payload as an in-toto statement (v1). Its subjects are the revision and, for a result, the
 * model, each by digest.
 */
public record Statement(Payload payload) {
  private static final String TYPE = "https://in-toto.io/Statement/v1";
  private static final String PREFIX = "urn:consilium:";
  private static final String SUFFIX = ":v1";

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

  /** The canonical JSON that is signed. */
  public String toJson() {
    return CanonicalJson.write(
        new Document(
            TYPE,
            subjects(),
            predicateType(payload.getClass()),
            CanonicalJson.STRICT.valueToTree(payload)));
  }

  /**
   * Reads a statement back.
   *
   * @throws InvalidStatementException when it is not exactly the form that {@link #toJson} writes
   */
  public static Statement parse(String json) {
    Document document = read(json, Document.class);
    Class<? extends Payload> kind =
        Payload.kinds().stream()
            .filter(candidate -> predicateType(candidate).equals(document.predicateType()))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidStatementException(
                        "unknown kind of statement: " + document.predicateType()));
    var statement = new Statement(read(document.predicate().toString(), kind));
    if (!statement.toJson().equals(json)) {
      throw new InvalidStatementException(
          "the statement is not in canonical form, or its subjects are not those of its payload");
    }
    return statement;
  }

  private List<Subject> subjects() {
    var subjects = new ArrayList<Subject>();
    subjects.add(
        Subject.of(
            Ids.revision(payload.benchmarkId(), payload.revision()), payload.revisionDigest()));
    if (payload instanceof Payload.ResultReleased result) {
      subjects.add(Subject.of(result.modelId(), result.modelDigest()));
    }
    return subjects;
  }

  private static String predicateType(Class<? extends Payload> kind) {
    return PREFIX + kind.getSimpleName() + SUFFIX;
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return CanonicalJson.STRICT.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new InvalidStatementException("malformed statement: " + e.getOriginalMessage());
    }
  }
}
