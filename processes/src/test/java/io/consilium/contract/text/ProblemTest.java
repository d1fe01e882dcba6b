package io.consilium.contract.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/metric_schema/metrics/3/kind metric_schema.metrics[3].kind",
        "/0/a [0].a",
        "/a/b~1c/d~0e a[\"b/c\"][\"d~e\"]",
        "/a/b.c a[\"b.c\"]",
        "/a/007 a[\"007\"]"
      })
  void aPlaceIsWrittenAsPeopleWriteIt(String pointer, String place) {
    assertThat(new Problem(pointer, "").place()).isEqualTo(place);
  }

  @Test
  void aMessageContinuesOrFollowsItsPlace() {
    assertThat(new Problem("/a/b", "is missing")).hasToString("a.b is missing");
    assertThat(new Problem("/a/b", "must be 1")).hasToString("a.b: must be 1");
    assertThat(new Problem("", "is empty")).hasToString("the document is empty");
    assertThat(new Problem("", "holds two documents")).hasToString("holds two documents");
  }

  @Test
  void foreignKeysAreQuotedShortenedAndMadeVisible() {
    String key = "\u001b[31m\u202e" + "x".repeat(1000);

    assertThat(new Problem(Pointers.child("", key), "is unknown").toString())
        .startsWith("[\"\\u001b[31m\\u202exxx")
        .endsWith("…\"] is unknown")
        .hasSizeLessThan(120);
  }

  @Test
  void aPointerFindsItsKeysAgain() {
    String pointer = Pointers.child(Pointers.child(Pointers.child("", "a/b~c"), 7), "~1");

    assertThat(Pointers.keys(pointer)).containsExactly("a/b~c", "7", "~1");
    assertThat(Pointers.keys("")).isEmpty();
  }

  @Test
  void aLongListOfProblemsIsCutButCounted() {
    String message =
        new InvalidDocumentException("x", Collections.nCopies(25, new Problem("/a", "is wrong")))
            .getMessage();

    assertThat(message).startsWith("x has 25 problems:\n").endsWith("\n- and 5 more");
    assertThat(message.lines()).hasSize(22);
  }
}
