package io.consilium.worker.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.worker.zoo.Attack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("journal.sqlite");
  }

  @Test
  void everyEntryCoversTheOneBefore() {
    try (Journal journal = Journal.open(file)) {
      Ledger ledger = new Ledger(journal, Clock.systemUTC());
      assertThat(ledger.head()).isEqualTo(Ledger.EMPTY);

      LedgerEntry first = ledger.enter("STATEMENT", "http://platform", "Freya", "{}");
      LedgerEntry second = ledger.enter("STATEMENT", "http://platform", "", "{}");

      assertThat(first.previous()).isEqualTo(Ledger.EMPTY);
      assertThat(second.previous()).isEqualTo(first.hash());
      assertThat(ledger.head()).isEqualTo(second.hash());
      assertThat(ledger.firstBroken()).isEmpty();
    }
  }

  @Test
  void theLedgerSurvivesARestart() {
    try (Journal journal = Journal.open(file)) {
      new Ledger(journal, Clock.systemUTC()).enter("STATEMENT", "http://platform", "", "one");
    }

    try (Journal journal = Journal.open(file)) {
      Ledger ledger = new Ledger(journal, Clock.systemUTC());
      assertThat(ledger.newest(10)).extracting(LedgerEntry::body).containsExactly("one");
      assertThat(ledger.enter("STATEMENT", "http://platform", "", "two").position()).isEqualTo(2);
    }
  }

  @Test
  @Attack("ledger/change_or_shorten")
  void theJournalRefusesToChangeOrShortenTheLedger() {
    try (Journal journal = Journal.open(file)) {
      new Ledger(journal, Clock.systemUTC()).enter("STATEMENT", "http://platform", "", "one");

      assertThatThrownBy(() -> journal.sql().sql("update ledger set body = 'two'").update())
          .hasMessageContaining("append-only");
      assertThatThrownBy(() -> journal.sql().sql("delete from ledger").update())
          .hasMessageContaining("append-only");
    }
  }

  @Test
  @Attack("ledger/forge")
  void aForgedEntryIsFound() throws SQLException {
    try (Journal journal = Journal.open(file)) {
      Ledger ledger = new Ledger(journal, Clock.systemUTC());
      ledger.enter("STATEMENT", "http://platform", "", "one");
      ledger.enter("STATEMENT", "http://platform", "", "two");
      ledger.enter("STATEMENT", "http://platform", "", "three");
    }

    try (Connection forger = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = forger.createStatement()) {
      sql.execute("drop trigger ledger_is_not_changed");
      sql.execute("update ledger set body = 'nothing' where position = 2");
    }

    try (Journal journal = Journal.open(file)) {
      assertThat(new Ledger(journal, Clock.systemUTC()).firstBroken()).hasValue(2);
    }
  }

  @Test
  void whatFailsHalfwayLeavesNothing() {
    try (Journal journal = Journal.open(file)) {
      Ledger ledger = new Ledger(journal, Clock.systemUTC());

      assertThatThrownBy(
              () ->
                  journal.atomically(
                      () -> {
                        ledger.enter("STATEMENT", "http://platform", "", "one");
                        throw new IllegalStateException("power cut");
                      }))
          .hasMessage("power cut");

      assertThat(ledger.head()).isEqualTo(Ledger.EMPTY);
    }
  }
}
