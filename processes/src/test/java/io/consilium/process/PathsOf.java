package io.consilium.process;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the process whose paths a test class walks. The tests get a {@link TestEngine}; after the
 * last of them, every flow node and every sequence flow of the diagram must have been taken.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PathsExtension.class)
@interface PathsOf {
  String value();
}
