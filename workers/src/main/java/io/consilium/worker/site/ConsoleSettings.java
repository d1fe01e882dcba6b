package io.consilium.worker.site;

import io.consilium.contract.text.Problems;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the console's pages are served: on this machine alone, or with TLS on one internal address.
 *
 * @param address address to listen on
 * @param port port to listen on; 0 lets the system choose
 * @param tls certificate and key; always there when the address is not this machine's own
 */
public record ConsoleSettings(InetAddress address, int port, Optional<Tls> tls) {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /** On 127.0.0.1, at any free port. */
  public static final ConsoleSettings LOOPBACK =
      new ConsoleSettings(literal("127.0.0.1").orElseThrow(), 0, Optional.empty());

  /** PEM files: the certificate with its chain, and its private key. */
  public record Tls(Path certificate, Path key) {}

  /** Reads the part {@code console} of {@code site.yaml}. */
  static ConsoleSettings read(Fields fields, Problems problems) {
    InetAddress address =
        fields.parsed(
            "address",
            LOOPBACK.address(),
            "an address such as 127.0.0.1 or 10.1.2.3, not a name",
            ConsoleSettings::literal);
    int port = fields.integer("port", 0, 0, 65535);
    Optional<Tls> tls = tls(fields);
    fields.refuseOthers();
    if (address.isAnyLocalAddress()) {
      problems.add(
          fields.place("address"),
          "must be one address of this machine: the console is not served on all of them");
    } else if (!address.isLoopbackAddress() && tls.isEmpty()) {
      problems.add(
          fields.place("tls"),
          "is missing: on another address than 127.0.0.1 the console is served with TLS only;"
              + " give tls: {certificate: FILE, key: FILE}, or leave the address out");
    }
    return new ConsoleSettings(address, port, tls);
  }

  private static Optional<Tls> tls(Fields fields) {
    if (fields.node("tls").isEmpty()) {
      return Optional.empty();
    }
    Fields files = fields.child("tls");
    Path certificate = Path.of(files.requiredText("certificate"));
    Path key = Path.of(files.requiredText("key"));
    files.refuseOthers();
    return Optional.of(new Tls(certificate, key));
  }

  /** Never asks a name server. */
  private static Optional<InetAddress> literal(String text) {
    try {
      return LITERAL.matcher(text).matches()
          ? Optional.of(InetAddress.getByName(text))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
