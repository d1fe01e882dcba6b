package io.consilium.worker.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Walks a ledger from its first entry to its last, and finds what is not as it was entered. */
public final class LedgerChain {
  private Optional<LedgerEntry> first = Optional.empty();
  private Optional<LedgerEntry> last = Optional.empty();
  private Optional<Fault> fault = Optional.empty();
  private long entries;

  /**
   * The first entry that is not as it was entered.
   *
   * @param position where the walk stood
   * @param why what is wrong with it
   */
  public record Fault(long position, String why) {}

  /** Takes the next entry; after a fault it is only counted. */
  public void add(LedgerEntry entry) {
    entries++;
    if (fault.isEmpty()) {
      fault = check(entry);
    }
    if (first.isEmpty()) {
      first = Optional.of(entry);
    }
    last = Optional.of(entry);
  }

  private Optional<Fault> check(LedgerEntry entry) {
    long position = last.map(before -> before.position() + 1).orElse(entry.position());
    if (entry.position() != position || position < 1) {
      return Optional.of(
          new Fault(position, "is missing: entry %d comes next".formatted(entry.position())));
    }
    String previous =
        last.map(LedgerEntry::hash)
            .orElseGet(() -> position == 1 ? Ledger.EMPTY : entry.previous());
    if (!entry.previous().equals(previous)) {
      return Optional.of(new Fault(position, "does not follow the entry before it"));
    }
    return entry.hash().equals(hash(entry))
        ? Optional.empty()
        : Optional.of(new Fault(position, "is not what was entered: its hash is another"));
  }

  /** The first fault; nothing when every entry is as it was entered. */
  public Optional<Fault> fault() {
    return fault;
  }

  /** How many entries there were. */
  public long entries() {
    return entries;
  }

  /** Position of the first entry; what comes before it was not looked at. */
  public Optional<Long> start() {
    return first.map(LedgerEntry::position);
  }

  /** The hash of the last entry, 64 hex digits. */
  public String head() {
    return last.map(LedgerEntry::hash).orElse(Ledger.EMPTY);
  }

  static String hash(LedgerEntry entry) {
    return hash(
        entry.position(),
        entry.at(),
        entry.kind(),
        entry.destination(),
        entry.person(),
        entry.body(),
        entry.previous());
  }

  static String hash(
      long position,
      Instant at,
      String kind,
      String destination,
      String person,
      String body,
      String previous) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String field :
          List.of(
              Long.toString(position), at.toString(), kind, destination, person, body, previous)) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        // Lengths first, so that no two entries hash alike by shifting a border.
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
