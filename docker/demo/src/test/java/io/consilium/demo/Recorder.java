package io.consilium.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands between workers and platform, and keeps every byte that goes to the platform. */
final class Recorder implements AutoCloseable {
  private static final int BUFFER = 1 << 14;

  private final ServerSocket door;
  private final int platform;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  /** Listens on a port, and hands everything on to another. */
  Recorder(int port, int platform) throws IOException {
    this.door = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    this.platform = platform;
    start("recorder", this::accept);
  }

  /** Everything that was sent so far, in the order in which it came. */
  byte[] sent() {
    synchronized (sent) {
      return sent.toByteArray();
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        start("recorder-call", () -> connect(caller));
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  private void connect(Socket caller) {
    try (caller;
        Socket callee = new Socket(InetAddress.getLoopbackAddress(), platform)) {
      start("recorder-answer", () -> pump(callee, caller, false));
      pump(caller, callee, true);
    } catch (IOException e) {
      // The platform does not listen yet, or any more: the caller sees its connection end.
    }
  }

  private void pump(Socket from, Socket to, boolean kept) {
    byte[] buffer = new byte[BUFFER];
    try (to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        if (kept) {
          synchronized (sent) {
            sent.write(buffer, 0, length);
          }
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // One of the two hung up.
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
