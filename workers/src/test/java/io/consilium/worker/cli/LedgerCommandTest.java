package io.consilium.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.worker.fixture.TestSite;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger, checked and taken away without a worker. */
class LedgerCommandTest {
  private record Outcome(int code, String out, String err) {}

  @TempDir private Path folder;
  private TestSite site;

  @BeforeEach
  void makeLedger() {
    site = TestSite.in(folder.resolve("site"));
    for (int i = 1; i <= 5; i++) {
      site.ledger.enter("STATEMENT", "https://platform", "Freya", "{\"number\":" + i + "}");
    }
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void anHonestLedgerHoldsWhileTheJournalIsOpenAndAfterwards() {
    assertThat(run("ledger", "verify").out())
        .contains("5 entries, each as it was entered.", "Head " + site.ledger.head());

    String head = site.ledger.head();
    site.close();

    assertThat(run("ledger", "verify").out()).contains("Head " + head);
  }

  @Test
  void theFirstEntryThatWasChangedIsNamed() {
    tamper("update ledger set body = '{\"number\":7}' where position = 3");

    Outcome outcome = run("ledger", "verify");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("Entry 3 is not what was entered");
  }

  @Test
  void anEntryThatWasTakenOutIsNamed() {
    tamper("delete from ledger where position = 2");

    assertThat(run("ledger", "verify").err()).contains("Entry 2 is missing: entry 3 comes next");
  }

  @Test
  void aChangeWithAHashComputedAnewBreaksTheNextEntry() {
    tamper("update ledger set hash = '" + "0".repeat(64) + "' where position = 5");
    assertThat(run("ledger", "verify").err()).contains("Entry 5");

    tamper("update ledger set previous = '" + "1".repeat(64) + "' where position = 4");
    assertThat(run("ledger", "verify").err()).contains("Entry 4 does not follow");
  }

  @Test
  void anExportIsVerifiedElsewhereWholeOrFromAPositionOn() throws IOException {
    Path whole = Files.writeString(folder.resolve("whole"), run("ledger", "export").out());
    Path part =
        Files.writeString(folder.resolve("part"), run("ledger", "export", "--from", "4").out());

    assertThat(Files.readAllLines(whole)).hasSize(5);
    assertThat(run("ledger", "verify", "--file", whole.toString()).out())
        .contains("5 entries", "Head " + site.ledger.head());
    assertThat(run("ledger", "verify", "--file", part.toString()).out())
        .contains("What came before entry 4 is not here.", "2 entries");

    List<String> lines = Files.readAllLines(whole);
    Path forged =
        Files.writeString(
            folder.resolve("forged"), String.join("\n", lines).replace("Freya", "Nobody") + "\n");
    assertThat(run("ledger", "verify", "--file", forged.toString()).err()).contains("Entry 1");
    Path broken = Files.writeString(folder.resolve("broken"), lines.get(0) + "\nhello\n");
    assertThat(run("ledger", "verify", "--file", broken.toString()).err())
        .contains("line 2 of", "is not an entry");
  }

  @Test
  void whereNoWorkerEverRanThereIsNoLedger() {
    Outcome outcome = run("--home", folder.resolve("nowhere").toString(), "ledger", "verify");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("there is no journal");
  }

  /** What somebody with the file can do. */
  private void tamper(String sql) {
    site.journal.sql().sql("drop trigger if exists ledger_is_not_changed").update();
    site.journal.sql().sql("drop trigger if exists ledger_is_not_shortened").update();
    site.journal.sql().sql(sql).update();
  }

  private Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] line =
        arguments[0].equals("--home")
            ? arguments
            : Stream.concat(
                    Stream.of("--home", folder.resolve("site").toString()), Stream.of(arguments))
                .toArray(String[]::new);
    int code =
        ConsiliumCommand.run(
            home -> {}, new PrintWriter(out, true), new PrintWriter(err, true), line);
    return new Outcome(code, out.toString(), err.toString());
  }
}
