package io.consilium.worker.console;

import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.worker.enrolment.KeyChange;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Changes of the site's keys. */
@RestController
class KeyConsole {
  private final KeyChange keys;

  KeyConsole(KeyChange keys) {
    this.keys = keys;
  }

  /** What became of a key. */
  record Changed(String role, String words, String fingerprint) implements Page {
    @Override
    public String text() {
      return fingerprint.isEmpty()
          ? words + "\n"
          : words + "\nFingerprint of all keys: " + fingerprint + "\n";
    }
  }

  @PostMapping("/keys/rotations")
  Changed rotate(
      @RequestParam("role") String role,
      @RequestParam("as") String person,
      @RequestParam(name = "passphrase", defaultValue = "") String passphrase) {
    String fingerprint = keys.rotate(role(role), person, passphrase);
    return new Changed(
        role, "The platform knows the new " + role + " key; the former one ended.", fingerprint);
  }

  @PostMapping("/keys/revocations")
  Changed revoke(@RequestParam("role") String role, @RequestParam("as") String person) {
    keys.revoke(role(role), person);
    return new Changed(
        role,
        "The "
            + role
            + " key ended at the platform. Ask its operator for a code, stop the worker, and run"
            + " 'consilium enrol CODE --lost "
            + role
            + "'.",
        "");
  }

  private static KeyRole role(String word) {
    return KeyRole.ofWord(word)
        .orElseThrow(
            () -> new InvalidKeyException("there are the keys transport, release and policy"));
  }
}
