package io.consilium.demo;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * An account of the demo.
 *
 * @param id user id
 * @param name as it is shown
 * @param role what the person does, in a visitor's words
 */
record Person(String id, String name, String role) {
  static final Person ADA = new Person("ada", "Ada Lovell", "platform committee");
  static final Person CHLOE = new Person("chloe", "Chloé Martin", "benchmark committee");
  static final Person DEV = new Person("dev", "Dev Anand", "benchmark committee");
  static final Person INES = new Person("ines", "Inês Costa", "proposes the benchmark");
  static final Person MAX = new Person("max", "Max Weber", "model owner");
  static final Person OLGA = new Person("olga", "Olga Brandt", "operator of the platform");

  String password() {
    return id + "-demo";
  }

  String firstName() {
    return name.substring(0, name.indexOf(' '));
  }

  /** The value of an Authorization header. */
  String basic() {
    byte[] pair = (id + ":" + password()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
