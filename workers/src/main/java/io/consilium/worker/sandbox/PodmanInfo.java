package io.consilium.worker.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * What Podman says of itself in its own words, which Docker's interface has no room for. An
 * interruption ends the question.
 */
final class PodmanInfo {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 1 << 20;

  /** HTTP/1.0: the answer ends with the connection, and comes in one piece. */
  private static final String QUESTION =
      "GET /v4.0.0/libpod/info HTTP/1.0\r\nHost: podman\r\nAccept: application/json\r\n\r\n";

  private PodmanInfo() {}

  static JsonNode of(URI engine) throws IOException {
    SocketAddress address =
        "unix".equals(engine.getScheme())
            ? UnixDomainSocketAddress.of(engine.getPath())
            : new InetSocketAddress(engine.getHost(), engine.getPort());
    try (SocketChannel channel = SocketChannel.open(address)) {
      ByteBuffer question = ByteBuffer.wrap(QUESTION.getBytes(US_ASCII));
      while (question.hasRemaining()) {
        channel.write(question);
      }
      return JSON.readTree(body(channel));
    }
  }

  private static byte[] body(SocketChannel channel) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ByteBuffer part = ByteBuffer.allocate(1 << 14);
    while (channel.read(part.clear()) >= 0) {
      answer.write(part.array(), 0, part.position());
      if (answer.size() > LONGEST) {
        throw new IOException("The answer is longer than " + LONGEST + " bytes");
      }
    }
    byte[] all = answer.toByteArray();
    String text = new String(all, US_ASCII);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0 || !text.startsWith("HTTP/1.") || !text.substring(8, 13).equals(" 200 ")) {
      throw new IOException("Not an answer: " + text.lines().findFirst().orElse("nothing"));
    }
    return Arrays.copyOfRange(all, head + 4, all.length);
  }
}
