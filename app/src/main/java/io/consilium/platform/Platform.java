package io.consilium.platform;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the platform. */
@SpringBootApplication
public class Platform {
  public static void main(String[] arguments) {
    SpringApplication.run(Platform.class, arguments);
  }
}
