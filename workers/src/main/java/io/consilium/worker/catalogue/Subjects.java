package io.consilium.worker.catalogue;

import io.consilium.worker.enrolment.SiteSecret;
import io.consilium.worker.journal.Journal;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who a dataset is about, as the data owner says: ids of people, of which only HMACs under the
 * site's secret are kept. They never leave; they tell how many people two datasets share.
 */
public final class Subjects {
  private static final long MOST_BYTES = 256L << 20;

  private final Journal journal;
  private final SiteSecret secret;

  public Subjects(Journal journal, SiteSecret secret) {
    this.journal = journal;
    this.secret = secret;
  }

  /**
   * Keeps the people of a dataset; what was kept before is forgotten.
   *
   * @param file one id a line, UTF-8; empty lines do not count
   * @throws CatalogueException when there are not as many as the dataset holds, or the file cannot
   *     be read
   */
  public void keep(Dataset dataset, Path file) {
    Set<String> hashes = hashes(file);
    if (hashes.size() != dataset.people()) {
      throw new CatalogueException(
          "%s names %d people, but the dataset %s holds %d: one id a line, each person once"
              .formatted(file, hashes.size(), dataset.name(), dataset.people()));
    }
    journal.atomically(
        () -> {
          journal
              .sql()
              .sql("delete from dataset_subject where dataset = ?")
              .param(dataset.name())
              .update();
          for (String hash : hashes) {
            journal
                .sql()
                .sql("insert into dataset_subject (dataset, subject) values (?, ?)")
                .params(dataset.name(), hash)
                .update();
          }
        });
  }

  private Set<String> hashes(Path file) {
    try {
      if (!file.isAbsolute() || !Files.isRegularFile(file)) {
        throw new CatalogueException("there is no file " + file);
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new CatalogueException("the file " + file + " is too large to be a list of ids");
      }
      List<String> lines = Files.readAllLines(file);
      Set<String> hashes = new LinkedHashSet<>();
      for (String line : lines) {
        if (!line.isBlank()) {
          hashes.add(secret.hmac("subject", line.strip()));
        }
      }
      return hashes;
    } catch (CharacterCodingException e) {
      throw new CatalogueException("the file " + file + " is not a text in UTF-8");
    } catch (IOException e) {
      throw new CatalogueException("the file " + file + " cannot be read: " + e.getMessage());
    }
  }
}
