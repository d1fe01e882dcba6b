package io.consilium.contract.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example benchmark's templates, filled in as its build script does. */
class ExampleBenchmarkTest {
  private static final Path EXAMPLE = Path.of("..", "docker", "examples", "breast-fna");
  private static final Pattern PLACE = Pattern.compile("(?m)^( *)([a-z_0-9]+): @([^@]*)@$");
  private static final String HASH = "ab".repeat(32);

  @Test
  void theBenchmarkOfTheExampleIsValid() throws IOException {
    BenchmarkDocument benchmark = BenchmarkDocument.parse(filledIn("benchmark.template.yaml"));

    assertThat(benchmark.id()).isEqualTo("breast-fna");
    assertThat(BenchmarkDocument.fromCanonicalJson(benchmark.canonicalJson())).isEqualTo(benchmark);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random-forest", "gradient-boosting"})
  void theModelsOfTheExampleAreValid(String model) throws IOException {
    assertThat(ModelDocument.parse(filledIn("models/" + model + "/model.template.yaml")).id())
        .isEqualTo(model);
  }

  private static String filledIn(String template) throws IOException {
    return PLACE
        .matcher(Files.readString(EXAMPLE.resolve(template)))
        .replaceAll(
            place ->
                Matcher.quoteReplacement(place.group(1) + place.group(2) + ": " + value(place)));
  }

  private static String value(MatchResult place) {
    String wanted = place.group(3);
    if (wanted.startsWith("config ")) {
      return "\n"
          + config(wanted.substring("config ".length())).indent(place.group(1).length() + 2);
    }
    return wanted.startsWith("digest ") ? "\"sha256:" + HASH + "\"" : "\"" + HASH + "\"";
  }

  private static String config(String image) {
    try {
      return Files.readString(EXAMPLE.resolve(image).resolve("container_config.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
