package io.consilium.worker.zoo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that attacks a measure for real, and passes when the measure holds. Which measure, and
 * what is tried, is in the catalogue {@code src/test/attacks/README.md}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Zoo.class)
public @interface Attack {
  /**
   * The attack's id in the catalogue. Where a test is run with several arguments, <code>{0}</code>
   * stands for the first of them.
   */
  String value();
}
