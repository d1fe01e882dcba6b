package io.consilium.worker.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The system calls that a container may make, as engines read them: {@code sandbox/seccomp.json}.
 * It is an allow list; what it leaves out is answered with EPERM before the kernel looks at it.
 */
final class SeccompProfile {
  private static final String RESOURCE = "/sandbox/seccomp.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** NVIDIA's driver keeps memory in files without a name, from which programs could be run. */
  private static final String FOR_GPUS = "memfd_create";

  private static final JsonNode PROFILE = read();

  private SeccompProfile() {}

  /** The profile as JSON in one line. */
  static String json() {
    return write(PROFILE);
  }

  /** The profile of a container to which GPUs are lent. */
  static String jsonForGpus() {
    ObjectNode wider = PROFILE.deepCopy();
    ObjectNode rule = wider.withArray("syscalls").addObject();
    rule.put("action", "SCMP_ACT_ALLOW").putArray("names").add(FOR_GPUS);
    return write(wider);
  }

  private static JsonNode read() {
    try (InputStream resource =
        Objects.requireNonNull(SeccompProfile.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return JSON.readTree(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }

  private static String write(JsonNode profile) {
    try {
      return JSON.writeValueAsString(profile);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was read as JSON can be written as JSON", e);
    }
  }
}
