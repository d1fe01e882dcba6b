package io.consilium.platform.facility;

import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.contract.gateway.RevisionOffer;
import java.util.List;
import java.util.Optional;

/** What the gateway tells facilities of benchmarks; the benchmark module implements it. */
public interface BenchmarkOffers {
  /** Active revisions with the models approved for them. */
  List<BenchmarkOffer> active();

  /** The revision in the words that were approved; nothing unless it is approved. */
  Optional<RevisionOffer> approvedRevision(String benchmarkId, int revision);

  /** The revision whether approved or not, for the proving ground to test. */
  Optional<RevisionOffer> anyRevision(String benchmarkId, int revision);
}
