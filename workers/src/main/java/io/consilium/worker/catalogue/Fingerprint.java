package io.consilium.worker.catalogue;

import io.consilium.worker.enrolment.SiteSecret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What prepared data is, in two hashes.
 *
 * @param keyed {@code hmac-sha256:} and 64 hex digits, under the site's secret, over role, path and
 *     content of every file: it changes when a file is edited, renamed, or moved from data to
 *     labels
 * @param medperfHash MedPerf's hash, over contents only; it never leaves
 */
public record Fingerprint(String keyed, String medperfHash) {
  private static final int BUFFER = 1 << 16;

  private record Item(String role, String path, String sha256) {
    // A path may hold anything but NUL, and so two lists never read alike.
    String line() {
      return role + "\0" + path + "\0" + sha256 + "\0";
    }
  }

  /**
   * Reads every file of prepared data.
   *
   * @throws UncheckedIOException when something cannot be read or is not a plain file
   */
  public static Fingerprint of(Path data, Path labels, SiteSecret secret) {
    List<Item> items =
        Stream.concat(items("data", data).stream(), items("labels", labels).stream())
            .sorted(Comparator.comparing(Item::role).thenComparing(Item::path))
            .toList();
    String listing = items.stream().map(Item::line).collect(Collectors.joining());
    String contents = items.stream().map(Item::sha256).sorted().collect(Collectors.joining());
    return new Fingerprint(
        "hmac-sha256:" + secret.hmac("fingerprint", listing),
        HexFormat.of()
            .formatHex(
                sha256().digest(contents.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
  }

  private static List<Item> items(String role, Path root) {
    List<Item> items = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (!attributes.isRegularFile()) {
                throw new IOException(file + " is not a plain file");
              }
              items.add(new Item(role, root.relativize(file).toString(), sha256(file)));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Prepared " + role + " cannot be read", e);
    }
    return items;
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
