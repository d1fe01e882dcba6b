package io.consilium.worker.catalogue;

import io.consilium.worker.enrolment.SiteSecret;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What prepared data is, in two hashes.
 *
 * @param keyed {@code hmac-sha256:} and 64 hex digits, under the site's secret, over role, path and
 *     content of every file: it changes when a file is edited, renamed, or moved from data to
 *     labels
 * @param medperfHash MedPerf's hash, over contents only; it never leaves
 */
public record Fingerprint(String keyed, String medperfHash) {
  /**
   * Reads every file of prepared data.
   *
   * @throws UncheckedIOException when something cannot be read or is not a plain file, or the
   *     thread was interrupted (with an {@link java.io.InterruptedIOException} as its cause)
   */
  public static Fingerprint of(Path data, Path labels, SiteSecret secret) {
    return of(FileHashes.of(data, labels, file -> Optional.empty()), secret);
  }

  static Fingerprint of(List<FileHashes.Hashed> files, SiteSecret secret) {
    String listing = files.stream().map(Fingerprint::line).collect(Collectors.joining());
    String contents =
        files.stream().map(FileHashes.Hashed::sha256).sorted().collect(Collectors.joining());
    return new Fingerprint(
        "hmac-sha256:" + secret.hmac("fingerprint", listing),
        HexFormat.of()
            .formatHex(FileHashes.sha256().digest(contents.getBytes(StandardCharsets.UTF_8))));
  }

  /** A path may hold anything but NUL, and so two lists never read alike. */
  private static String line(FileHashes.Hashed file) {
    return file.found().role() + "\0" + file.found().path() + "\0" + file.sha256() + "\0";
  }
}
