package io.consilium.worker.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.CatalogueException;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.catalogue.Fingerprint;
import io.consilium.worker.catalogue.Subjects;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.zoo.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two versions of a dataset that differ by a few people. */
class VersionsTest {
  private static final int MINIMUM = 10;

  @TempDir private Path folder;
  private TestSite site;
  private Subjects subjects;
  private Versions versions;

  @BeforeEach
  void open() {
    site = TestSite.in(folder.resolve("site"));
    subjects = new Subjects(site.journal, site.keys.secret());
    versions = new Versions(site.journal, TestSite.CLOCK);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  @Attack("disclosure/one_person_more")
  void aVersionWithOnePersonMoreIsRefused() throws IOException {
    versions.note(dataset("first", "fna", 0, 40));

    assertThat(versions.conflict(dataset("second", "fna", 0, 41), MINIMUM))
        .hasValueSatisfying(why -> assertThat(why).contains("differs by 1 people from first"));
  }

  @Test
  @Attack("disclosure/one_person_exchanged")
  void onePersonExchangedForAnotherIsRefusedAlthoughTheNumberIsTheSame() throws IOException {
    versions.note(dataset("first", "fna", 0, 40));

    assertThat(versions.conflict(dataset("second", "fna", 1, 41), MINIMUM)).isPresent();
  }

  @Test
  void aBenchmarkOfAnotherNameDoesNotHelp() throws IOException {
    versions.note(dataset("first", "fna", 0, 40));

    assertThat(versions.conflict(dataset("second", "another", 0, 41), MINIMUM)).isPresent();
  }

  @Test
  void enoughNewPeopleOrThemselvesAgainAreFine() throws IOException {
    versions.note(dataset("first", "fna", 0, 40));

    assertThat(versions.conflict(dataset("second", "fna", 0, 50), MINIMUM)).isEmpty();
    assertThat(versions.conflict(dataset("third", "fna", 500, 540), MINIMUM)).isEmpty();
    assertThat(versions.conflict(dataset("fourth", "fna", 0, 40), MINIMUM)).isEmpty();
  }

  @Test
  void withoutNamesNumbersThatAreCloseAreRefused() {
    versions.note(unnamed("first", "fna", 40));

    assertThat(versions.conflict(unnamed("second", "fna", 45), MINIMUM))
        .hasValueSatisfying(why -> assertThat(why).contains("consilium dataset subjects"));
    assertThat(versions.conflict(unnamed("third", "fna", 50), MINIMUM)).isEmpty();
    assertThat(versions.conflict(unnamed("fourth", "another", 41), MINIMUM)).isEmpty();
  }

  @Test
  void namesThatComeLaterCountToo() throws IOException {
    Dataset first = unnamed("first", "fna", 40);
    versions.note(first);
    Dataset second = dataset("second", "fna", 500, 540);
    assertThat(versions.conflict(second, MINIMUM)).isPresent();

    subjects.keep(first, ids(0, 40));
    versions.named(first);

    assertThat(versions.conflict(second, MINIMUM)).isEmpty();
  }

  @Test
  void onlyHashesAreKept() throws IOException {
    versions.note(dataset("first", "fna", 0, 40));

    assertThat(
            site.journal
                .sql()
                .sql(
                    "select subject from dataset_subject union select subject from released_subject")
                .query(String.class)
                .list())
        .hasSize(40)
        .allSatisfy(subject -> assertThat(subject).matches("[0-9a-f]{64}"));
  }

  @Test
  void theNumberOfNamesIsTheNumberOfPeople() {
    Dataset dataset = unnamed("first", "fna", 40);

    assertThatThrownBy(() -> subjects.keep(dataset, ids(0, 39)))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("names 39 people, but the dataset first holds 40");
    assertThatThrownBy(() -> subjects.keep(dataset, folder.resolve("nowhere")))
        .hasMessageContaining("there is no file");
  }

  private Dataset dataset(String name, String benchmark, int from, int to) throws IOException {
    Dataset dataset = unnamed(name, benchmark, to - from);
    subjects.keep(dataset, ids(from, to));
    return dataset;
  }

  private Dataset unnamed(String name, String benchmark, int people) {
    Catalogue catalogue = site.catalogue;
    catalogue.add(name, benchmark, folder, folder, people);
    catalogue.prepared(name, new Fingerprint("hmac-sha256:" + name, "none"), "{}");
    return catalogue.require(name);
  }

  private Path ids(int from, int to) throws IOException {
    return Files.writeString(
        folder.resolve("ids"),
        IntStream.range(from, to)
            .mapToObj(number -> "patient-" + number)
            .collect(Collectors.joining("\n", "\n", "\n")));
  }
}
