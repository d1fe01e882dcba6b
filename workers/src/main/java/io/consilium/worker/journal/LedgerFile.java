package io.consilium.worker.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.consilium.contract.text.CanonicalJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Consumer;
import org.sqlite.SQLiteConfig;

/**
 * The ledger without the worker: as it lies in the journal's file, which is only read, or as it was
 * exported, one entry to a line.
 */
public final class LedgerFile {
  private LedgerFile() {}

  /** The ledger cannot be read; the message says why. */
  public static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /** An entry as a line of JSON. */
  private record Line(
      long position,
      String at,
      String kind,
      String destination,
      String person,
      String body,
      String previous,
      String hash) {
    static Line of(LedgerEntry entry) {
      return new Line(
          entry.position(),
          entry.at().toString(),
          entry.kind(),
          entry.destination(),
          entry.person(),
          entry.body(),
          entry.previous(),
          entry.hash());
    }

    LedgerEntry entry() {
      return new LedgerEntry(
          position, Instant.parse(at), kind, destination, person, body, previous, hash);
    }
  }

  /** An entry as it is exported: canonical JSON, without a line break. */
  public static String line(LedgerEntry entry) {
    return CanonicalJson.write(Line.of(entry));
  }

  /**
   * Reads the ledger in a journal's file, from a position on.
   *
   * @throws UnreadableException when the file is not a journal
   */
  public static void readJournal(Path file, long from, Consumer<LedgerEntry> reader) {
    if (!Files.isRegularFile(file)) {
      throw new UnreadableException("there is no journal " + file + ": the worker never ran here");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(10_000);
    try (Connection journal = config.createConnection("jdbc:sqlite:" + file);
        PreparedStatement query =
            journal.prepareStatement(
                "select * from ledger where position >= ? order by position")) {
      query.setLong(1, from);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          reader.accept(
              new LedgerEntry(
                  row.getLong("position"),
                  Instant.parse(row.getString("at")),
                  row.getString("kind"),
                  row.getString("destination"),
                  row.getString("person"),
                  row.getString("body"),
                  row.getString("previous"),
                  row.getString("hash")));
        }
      }
    } catch (SQLException | DateTimeException e) {
      throw new UnreadableException("the journal " + file + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * Reads an export.
   *
   * @throws UnreadableException naming the line that is not an entry
   */
  public static void readExport(Path file, Consumer<LedgerEntry> reader) {
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        reader.accept(CanonicalJson.STRICT.readValue(line, Line.class).entry());
      }
    } catch (JsonProcessingException | DateTimeException e) {
      throw new UnreadableException(
          "line %d of %s is not an entry of a ledger".formatted(number, file));
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be read", e);
    }
  }
}
