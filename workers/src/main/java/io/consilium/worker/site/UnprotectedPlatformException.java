package io.consilium.worker.site;

import java.net.URI;

/** The platform would be called over a network without https. */
public final class UnprotectedPlatformException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnprotectedPlatformException(URI platform) {
    super(
        "The platform at "
            + platform
            + " is not on this machine: its address in site.yaml must begin with https://. (Only for"
            + " a network that nobody else can reach, site-policy.yaml may say 'network: {plain_http:"
            + " allowed}'.)");
  }
}
