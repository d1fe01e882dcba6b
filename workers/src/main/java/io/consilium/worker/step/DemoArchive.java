package io.consilium.worker.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.contract.text.Problems;
import io.consilium.contract.text.StrictYaml;
import io.consilium.contract.text.YamlDocument;
import io.consilium.worker.site.SiteHome;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks a demo dataset. Only plain files and folders below the target come out of it, and not
 * more than the limits.
 *
 * @param bytes most bytes of all files together
 * @param entries most files and folders
 */
record DemoArchive(long bytes, int entries) {
  private static final String PATHS = "paths.yaml";
  private static final int BUFFER = 1 << 16;

  /** Where the parts of a demo dataset are. */
  record Parts(Path data, Path labels) {}

  /** An archive that cannot be used; the message says what is wrong and where. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /**
   * Unpacks a .tar.gz into an empty folder.
   *
   * @throws Unusable when it holds something that a demo dataset must not hold
   */
  Parts unpack(Path archive, Path target) throws Unusable {
    SiteHome.makePrivate(target);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
      long left = bytes;
      int count = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (++count > entries) {
          throw new Unusable("demo dataset: it holds more than " + entries + " files");
        }
        left -= take(entry, tar, target, left);
      }
    } catch (IOException e) {
      throw new Unusable("demo dataset: it is not a whole .tar.gz: " + e.getMessage());
    }
    return parts(target);
  }

  private long take(TarArchiveEntry entry, InputStream content, Path target, long left)
      throws IOException, Unusable {
    Path place = target.resolve(relative(entry.getName())).normalize();
    if (!place.startsWith(target)) {
      throw new Unusable("demo dataset: " + entry.getName() + " climbs out of the archive");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(place);
      return 0;
    }
    if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink() || entry.isSparse()) {
      throw new Unusable(
          "demo dataset: " + entry.getName() + " is neither a plain file nor a folder");
    }
    Files.createDirectories(Optional.ofNullable(place.getParent()).orElse(target));
    try (OutputStream file = Files.newOutputStream(place)) {
      byte[] buffer = new byte[BUFFER];
      long written = 0;
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        written += read;
        if (written > left) {
          throw new Unusable("demo dataset: unpacked, it is larger than " + bytes + " bytes");
        }
        file.write(buffer, 0, read);
      }
      return written;
    }
  }

  private static String relative(String name) throws Unusable {
    if (name.startsWith("/") || name.contains("\0") || name.contains("\\")) {
      throw new Unusable("demo dataset: " + name + " is not a path inside the archive");
    }
    return name;
  }

  private static Parts parts(Path target) throws Unusable {
    Path file = target.resolve(PATHS);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new Unusable("demo dataset: there is no " + PATHS + " at its root");
    }
    try {
      YamlDocument document =
          StrictYaml.read(PATHS, Files.readAllBytes(file), StrictYaml.Limits.DOCUMENT);
      Problems problems = new Problems();
      Set<String> known = Set.of("data_path", "labels_path", "metadata_path");
      document
          .tree()
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  problems.add("/" + name, "is not a field here");
                }
              });
      document.throwIfAny(problems);
      return new Parts(
          inside(target, document, "data_path"), inside(target, document, "labels_path"));
    } catch (IOException e) {
      throw new Unusable("demo dataset: " + PATHS + " cannot be read");
    } catch (InvalidDocumentException e) {
      throw new Unusable("demo dataset: " + e.getMessage());
    }
  }

  private static Path inside(Path target, YamlDocument document, String field) throws Unusable {
    JsonNode value = document.tree().path(field);
    if (!value.isTextual()) {
      throw new Unusable("demo dataset: " + PATHS + " names no " + field);
    }
    Path place = target.resolve(relative(value.textValue())).normalize();
    if (!place.startsWith(target) || !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new Unusable(
          "demo dataset: %s of %s is not in the archive: %s"
              .formatted(field, PATHS, value.textValue()));
    }
    return place;
  }
}
