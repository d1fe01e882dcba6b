package io.consilium.platform.asset;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.platform.scenario.DemoArchives;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A demo dataset")
class DemoArchiveTest {
  @Test
  @DisplayName("with data, labels and paths.yaml is accepted")
  void complete() {
    assertThatCode(check(DemoArchives.complete())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside.csv", "data/../../outside.csv", "/etc/passwd", "data\\..\\x"})
  @DisplayName("is refused when an entry leads out of it, and the entry is named")
  void climbing(String name) {
    assertThatThrownBy(check(DemoArchives.complete().file(name, "x")))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining(name.replace("\\", "\\\\"))
        .hasMessageContaining("leads out of the archive");
  }

  @Test
  @DisplayName("is refused when it holds a symbolic link")
  void symbolicLink() {
    assertThatThrownBy(check(DemoArchives.complete().link("data/shadow", "/etc/shadow")))
        .hasMessageContaining("data/shadow")
        .hasMessageContaining("links are not allowed");
  }

  @Test
  @DisplayName("is refused when it holds a hard link")
  void hardLink() {
    assertThatThrownBy(check(DemoArchives.complete().special("data/twin", TarArchiveEntry.LF_LINK)))
        .hasMessageContaining("data/twin")
        .hasMessageContaining("links are not allowed");
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarArchiveEntry.LF_FIFO, TarArchiveEntry.LF_CHR, TarArchiveEntry.LF_BLK})
  @DisplayName("is refused when it holds a pipe or a device")
  void special(byte kind) {
    assertThatThrownBy(check(DemoArchives.complete().special("data/odd", kind)))
        .hasMessageContaining("data/odd")
        .hasMessageContaining("only files and folders");
  }

  @Test
  @DisplayName("is refused when a file is in it twice")
  void twice() {
    assertThatThrownBy(check(DemoArchives.complete().file("./data/features.csv", "3")))
        .hasMessageContaining("is given twice");
  }

  @Test
  @DisplayName("is refused without paths.yaml")
  void withoutPaths() {
    assertThatThrownBy(check(DemoArchives.withoutPaths())).hasMessageContaining("paths.yaml");
  }

  @Test
  @DisplayName("is refused when paths.yaml lacks the labels")
  void withoutLabels() {
    assertThatThrownBy(check(DemoArchives.withoutPaths().file("paths.yaml", "data_path: data\n")))
        .hasMessageContaining("lacks labels_path");
  }

  @Test
  @DisplayName("is refused when paths.yaml has an unknown key")
  void unknownKey() {
    assertThatThrownBy(check(withPaths("data_path: data\nlabels_path: labels\nsecrets: data\n")))
        .hasMessageContaining("secrets")
        .hasMessageContaining("is unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../data", "/data", "elsewhere", "5"})
  @DisplayName("is refused when paths.yaml names no folder of it")
  void wrongFolder(String folder) {
    assertThatThrownBy(check(withPaths("data_path: " + folder + "\nlabels_path: labels\n")))
        .hasMessageContaining("data_path")
        .hasMessageContaining(folder);
  }

  @Test
  @DisplayName("is refused when it is no archive")
  void notAnArchive() {
    byte[] text = "no archive".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> DemoArchive.check(text))
        .hasMessageContaining("is not a gzipped tar archive");
  }

  @Test
  @DisplayName("is refused when it unpacks to far more than it seems")
  void bomb() throws IOException {
    byte[] bomb = zeros(600L * 1024 * 1024);

    assertThatThrownBy(() -> DemoArchive.check(bomb))
        .hasMessageContaining("unpacks to more than 536,870,912 bytes");
  }

  private static byte[] zeros(long size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] block = new byte[1024 * 1024];
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      TarArchiveEntry entry = new TarArchiveEntry("data/zeros");
      entry.setSize(size);
      tar.putArchiveEntry(entry);
      for (long written = 0; written < size; written += block.length) {
        tar.write(block);
      }
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static DemoArchives withPaths(String paths) {
    return DemoArchives.withoutPaths().file("paths.yaml", paths);
  }

  private static ThrowingCallable check(DemoArchives archive) {
    byte[] gzip = archive.gzip();
    return () -> DemoArchive.check(gzip);
  }
}
