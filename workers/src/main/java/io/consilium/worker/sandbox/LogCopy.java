package io.consilium.worker.sandbox;

import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Copies a container's log up to a size. */
final class LogCopy {
  private final OutputStream target;
  private long room;

  LogCopy(OutputStream target, long room) {
    this.target = target;
    this.room = room;
  }

  /** Whether there is room for more. */
  boolean take(Frame frame) {
    byte[] bytes = frame.getPayload();
    int taken = (int) Math.min(room, bytes.length);
    room -= taken;
    try {
      target.write(bytes, 0, taken);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return room > 0;
  }
}
