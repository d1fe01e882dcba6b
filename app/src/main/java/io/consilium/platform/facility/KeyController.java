package io.consilium.platform.facility;

import io.consilium.contract.gateway.KeyRevocation;
import io.consilium.contract.gateway.KeyRotation;
import io.consilium.contract.gateway.KnownKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A facility's own keys: which ones are known, new ones, and the end of one. */
@RestController
@RequestMapping(path = "/facility/keys", produces = MediaType.APPLICATION_JSON_VALUE)
class KeyController {
  private static final Logger LOG = LoggerFactory.getLogger(KeyController.class);

  private final KeyChanges changes;

  KeyController(KeyChanges changes) {
    this.changes = changes;
  }

  @GetMapping
  KnownKeys known(@AuthenticationPrincipal Caller caller) {
    return changes.known(caller.facilityId());
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  KnownKeys rotate(@RequestBody String body, @AuthenticationPrincipal Caller caller) {
    KeyRotation rotation = Bodies.read(body, KeyRotation.class);
    KnownKeys known = changes.rotate(caller.facilityId(), rotation);
    LOG.info("{} rotated its {} key", caller.facilityId(), rotation.role().word());
    return known;
  }

  @PostMapping(path = "/revocations", consumes = MediaType.APPLICATION_JSON_VALUE)
  KnownKeys revoke(@RequestBody String body, @AuthenticationPrincipal Caller caller) {
    KeyRevocation revocation = Bodies.read(body, KeyRevocation.class);
    KnownKeys known = changes.revoke(caller.facilityId(), revocation.role());
    LOG.info("{} revoked its {} key", caller.facilityId(), revocation.role().word());
    return known;
  }
}
