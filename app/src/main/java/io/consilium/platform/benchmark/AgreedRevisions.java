package io.consilium.platform.benchmark;

import io.consilium.platform.facility.Refused;
import org.springframework.stereotype.Component;

/** Compares the revision that a facility's statement speaks of with the registered one. */
@Component
public class AgreedRevisions {
  private final Benchmarks benchmarks;

  AgreedRevisions(Benchmarks benchmarks) {
    this.benchmarks = benchmarks;
  }

  /**
   * The active revision of that digest.
   *
   * @throws Refused when there is none, or its digest is another
   */
  public Revision require(String benchmarkId, int number, String digest) {
    Revision revision =
        benchmarks
            .find(benchmarkId, number)
            .filter(Revision::isActive)
            .orElseThrow(
                () ->
                    new Refused(
                        "There is no active revision %d of a benchmark %s."
                            .formatted(number, benchmarkId)));
    if (!revision.digest().equals(digest)) {
      throw new Refused(
          "Revision %d of %s has the digest %s, not %s: read it again before you accept it."
              .formatted(number, benchmarkId, revision.digest(), digest));
    }
    return revision;
  }
}
