package io.consilium.worker.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.worker.zoo.Attack;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoArchiveTest {
  private static final String PATHS = "data_path: data\nlabels_path: labels\n";

  @TempDir private Path folder;

  @Test
  void anHonestArchiveIsUnpacked() throws Exception {
    DemoArchive.Parts parts = unpack(honest());

    assertThat(parts.data().resolve("women.csv")).hasContent("case,score");
    assertThat(parts.labels().resolve("labels.csv")).hasContent("case,y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "data/../../outside", "/etc/outside"})
  @Attack("archive/climb_out")
  void aPathThatClimbsOutIsRefused(String name) throws IOException {
    Archive archive = honest().file(name, "x");

    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(DemoArchive.Unusable.class)
        .hasMessageContaining("outside");
    assertThat(folder.resolve("outside")).doesNotExist();
    assertThat(Path.of("/etc/outside")).doesNotExist();
  }

  @Test
  @Attack("archive/link")
  void aLinkIsRefused() throws IOException {
    assertThatThrownBy(() -> unpack(honest().link("data/link", TarConstants.LF_SYMLINK)))
        .isInstanceOf(DemoArchive.Unusable.class)
        .hasMessageContaining("data/link is neither a plain file nor a folder");
    assertThatThrownBy(() -> unpack(honest().link("data/hard", TarConstants.LF_LINK)))
        .isInstanceOf(DemoArchive.Unusable.class)
        .hasMessageContaining("data/hard");
  }

  @Test
  @Attack("archive/bomb")
  void anArchiveThatUnpacksToMoreThanTheLimitIsRefused() throws IOException {
    Archive bomb = honest().file("data/zeros", "0".repeat(20_000));

    assertThatThrownBy(() -> new DemoArchive(10_000, 100).unpack(bomb.close(), target()))
        .isInstanceOf(DemoArchive.Unusable.class)
        .hasMessageContaining("larger than 10000 bytes");
  }

  @Test
  @Attack("archive/too_many_files")
  void anArchiveOfTooManyFilesIsRefused() throws IOException {
    Archive many = honest();

    assertThatThrownBy(() -> new DemoArchive(10_000, 2).unpack(many.close(), target()))
        .isInstanceOf(DemoArchive.Unusable.class)
        .hasMessageContaining("more than 2 files");
  }

  @Test
  void anArchiveWithoutPathsIsRefused() throws IOException {
    Archive archive = new Archive().file("data/women.csv", "case,score");

    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(DemoArchive.Unusable.class)
        .hasMessageContaining("no paths.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data_path: ../..\nlabels_path: labels\n",
        "data_path: missing\nlabels_path: labels\n",
        "labels_path: labels\n",
        "data_path: data\nlabels_path: labels\ncolour: red\n"
      })
  void pathsThatNameSomethingElseAreRefused(String paths) throws IOException {
    Archive archive =
        new Archive()
            .file("paths.yaml", paths)
            .file("data/women.csv", "case,score")
            .file("labels/labels.csv", "case,y");

    assertThatThrownBy(() -> unpack(archive)).isInstanceOf(DemoArchive.Unusable.class);
  }

  @Test
  void whatIsNotAnArchiveIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("demo.tar.gz"), "not an archive");

    assertThatThrownBy(() -> new DemoArchive(10_000, 100).unpack(file, target()))
        .isInstanceOf(DemoArchive.Unusable.class)
        .hasMessageContaining("not a whole .tar.gz");
  }

  private Archive honest() throws IOException {
    return new Archive()
        .file("paths.yaml", PATHS)
        .file("data/women.csv", "case,score")
        .file("labels/labels.csv", "case,y");
  }

  private DemoArchive.Parts unpack(Archive archive) throws IOException, DemoArchive.Unusable {
    return new DemoArchive(1_000_000, 100).unpack(archive.close(), target());
  }

  private Path target() throws IOException {
    return Files.createTempDirectory(folder, "target").resolve("demo");
  }

  private final class Archive {
    private final Path file = Files.createTempFile(folder, "demo", ".tar.gz");
    private final TarArchiveOutputStream tar;

    Archive() throws IOException {
      OutputStream out = Files.newOutputStream(file);
      tar = new TarArchiveOutputStream(new GZIPOutputStream(out));
    }

    Archive file(String name, String content) throws IOException {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setSize(bytes.length);
      tar.putArchiveEntry(entry);
      tar.write(bytes);
      tar.closeArchiveEntry();
      return this;
    }

    Archive link(String name, byte kind) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, kind);
      entry.setLinkName("/etc/passwd");
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
      return this;
    }

    Path close() throws IOException {
      tar.close();
      return file;
    }
  }
}
