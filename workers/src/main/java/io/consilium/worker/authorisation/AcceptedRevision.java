package io.consilium.worker.authorisation;

import io.consilium.contract.benchmark.BenchmarkDocument;
import java.time.Instant;

/** A revision that this site accepted, as it was when it was accepted. */
public record AcceptedRevision(BenchmarkDocument document, String acceptedBy, Instant acceptedAt) {}
