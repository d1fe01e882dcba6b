package io.consilium.contract.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.erdtman.jcs.JsonCanonicalizer;

/** JSON of which equal content has equal bytes (RFC 8785), and the strict reading of it. */
public final class CanonicalJson {
  /**
   * Strict: unknown, missing and duplicate properties, trailing text and numbers for enums are
   * refused. Absent optionals are left out.
   */
  public static final ObjectMapper STRICT =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          // Bare NaN makes the canonicalisation fail; the default would turn it into a text.
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
          .build();

  /** As {@link #STRICT}, with property names in snake_case: for documents that people write. */
  public static final ObjectMapper STRICT_SNAKE_CASE =
      STRICT.copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private CanonicalJson() {}

  /** The value's canonical form. */
  public static String write(Object value) {
    try {
      return canonical(STRICT.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The canonical form of a JSON text. */
  public static String canonical(String json) {
    try {
      return new JsonCanonicalizer(json).getEncodedString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a canonical text.
   *
   * @param name what the document is called in messages
   * @throws InvalidDocumentException when it is not JSON or not in canonical form
   */
  public static JsonNode read(String name, String json) {
    JsonNode tree;
    try {
      tree = STRICT.readTree(json);
    } catch (JsonProcessingException e) {
      throw refusal(name, "is not JSON: " + e.getOriginalMessage());
    }
    if (tree.isMissingNode() || !write(tree).equals(json)) {
      throw refusal(name, "is not in canonical form (RFC 8785)");
    }
    return tree;
  }

  private static InvalidDocumentException refusal(String name, String message) {
    return new InvalidDocumentException(name, List.of(new Problem("", message)));
  }

  /** SHA-256 of the text's UTF-8 bytes as {@code sha256:} and 64 hex digits. */
  public static String digest(String text) {
    return "sha256:" + sha256(text);
  }

  /** SHA-256 of the text's UTF-8 bytes as 64 hex digits. */
  public static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256 of the bytes as 64 hex digits. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
