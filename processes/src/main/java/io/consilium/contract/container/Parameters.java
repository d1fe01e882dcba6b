package io.consilium.contract.container;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.consilium.contract.text.CanonicalJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * A container's parameters: the content of its parameters_file.
 *
 * @param canonicalJson a map as canonical JSON; {@code {}} when there are none
 */
public record Parameters(String canonicalJson) {
  /** No parameters. */
  public static final Parameters NONE = new Parameters("{}");

  private static final JsonMapper WRITER =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(BigDecimal.class, new YamlNumber()))
          .build();

  /**
   * The parameters of a registration.
   *
   * @param map a JSON map
   */
  public static Parameters of(JsonNode map) {
    return new Parameters(CanonicalJson.write(map));
  }

  /** The parameters_file: JSON that every YAML reader understands alike, with a final newline. */
  public String toYaml() {
    try {
      return WRITER
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(CanonicalJson.STRICT.readValue(canonicalJson, Object.class))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Canonical JSON cannot be written", e);
    }
  }

  /** YAML 1.1 takes 1e-7 and 1.0E7 for texts: it wants a point and a sign of the exponent. */
  private static final class YamlNumber extends JsonSerializer<BigDecimal> {
    @Override
    public void serialize(BigDecimal number, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      String digits = Double.toString(number.doubleValue()).toLowerCase(Locale.ROOT);
      json.writeNumber(digits.contains("e-") ? digits : digits.replace("e", "e+"));
    }
  }
}
