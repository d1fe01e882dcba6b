package io.consilium.platform.scenario;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Builds demo datasets, good and bad ones. */
public final class DemoArchives {
  private static final String PATHS = "data_path: data\nlabels_path: labels\n";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;

  private DemoArchives() {
    try {
      tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), StandardCharsets.UTF_8.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An archive of data and labels without paths.yaml. */
  public static DemoArchives withoutPaths() {
    return new DemoArchives().file("data/features.csv", "1,2\n").file("labels/labels.csv", "0\n");
  }

  /** An archive that can be accepted. */
  public static DemoArchives complete() {
    return withoutPaths().file("paths.yaml", PATHS);
  }

  /** Adds a file. */
  public DemoArchives file(String name, String content) {
    byte[] text = content.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(text.length);
    return add(entry, text);
  }

  /** Adds a symbolic link. */
  public DemoArchives link(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK);
    entry.setLinkName(target);
    return add(entry, new byte[0]);
  }

  /** Adds an entry of another kind, such as {@link TarArchiveEntry#LF_FIFO}. */
  public DemoArchives special(String name, byte kind) {
    return add(new TarArchiveEntry(name, kind), new byte[0]);
  }

  /** The archive. */
  public byte[] gzip() {
    try {
      tar.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DemoArchives add(TarArchiveEntry entry, byte[] content) {
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
