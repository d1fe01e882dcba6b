package io.consilium.contract.statement;

import io.consilium.contract.container.Parameters;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.text.CanonicalJson;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a facility can state: the closed list of its decisions that travel to the platform. */
public sealed interface Payload {
  /** The facility that decided. */
  String facilityId();

  String benchmarkId();

  /** Number of the revision, from 1. */
  int revision();

  /** Digest of the revision as the facility accepted it. */
  String revisionDigest();

  /**
   * The dataset is to be prepared for the benchmark.
   *
   * @param attempt counts what the facility asked about this dataset, from 1: who asks again after
   *     a failure makes another statement, not the same one twice
   */
  record PreparationRequested(
      String facilityId,
      String datasetId,
      String benchmarkId,
      int revision,
      String revisionDigest,
      int attempt)
      implements Payload {
    /** The first time that the facility asks. */
    public PreparationRequested(
        String facilityId,
        String datasetId,
        String benchmarkId,
        int revision,
        String revisionDigest) {
      this(facilityId, datasetId, benchmarkId, revision, revisionDigest, 1);
    }
  }

  /**
   * People at the facility did their part of the preparation: the preparator is to go on.
   *
   * @param attempt how often the facility said so about this dataset, from 1
   */
  record PreparationContinued(
      String facilityId,
      String datasetId,
      String benchmarkId,
      int revision,
      String revisionDigest,
      int attempt)
      implements Payload {}

  /**
   * The facility stops the preparation; it may ask for it again.
   *
   * @param attempt how often the facility said so about this dataset, from 1
   */
  record PreparationCancelled(
      String facilityId,
      String datasetId,
      String benchmarkId,
      int revision,
      String revisionDigest,
      int attempt)
      implements Payload {}

  /**
   * Whether the platform may know how far the preparation of a dataset is, in coarse shares. It
   * holds until the facility states the opposite.
   *
   * @param signedBy pseudonym of the person who decided
   * @param attempt how often the facility stated something of this kind about this dataset, from 1
   */
  record ProgressConsented(
      String facilityId,
      String datasetId,
      String benchmarkId,
      int revision,
      String revisionDigest,
      Consent consent,
      String signedBy,
      int attempt)
      implements Payload {
    /** What was decided. */
    public enum Consent {
      GIVEN,
      WITHDRAWN
    }
  }

  /**
   * How far a preparation is, by the standing consent; the site's policy key signs it.
   *
   * @param shares for each stage of the revision the share of cases at it, in percent, a multiple
   *     of 10, rounded down
   * @param attempt counts the reports about this dataset, from 1
   */
  record ProgressReported(
      String facilityId,
      String datasetId,
      String benchmarkId,
      int revision,
      String revisionDigest,
      SortedMap<String, Integer> shares,
      int attempt)
      implements Payload {
    public ProgressReported {
      shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
    }
  }

  /**
   * The prepared dataset as the facility makes it known.
   *
   * @param fingerprint {@code hmac-sha256:} and 64 hex digits, under a secret of the site
   * @param people how many people it holds, by the site's catalogue
   * @param statistics released statistics, by the revision's statistics schema
   * @param signedBy pseudonym of the person who decided
   */
  record DatasetRegistered(
      String facilityId,
      String datasetId,
      String benchmarkId,
      int revision,
      String revisionDigest,
      String fingerprint,
      int people,
      ReleasedMetrics statistics,
      String signedBy)
      implements Payload {}

  /**
   * The facility wants the dataset to take part in the benchmark.
   *
   * @param signedBy pseudonym of the person who decided
   * @param attempt as of a {@link PreparationRequested}: the committee may have declined before
   */
  record AssociationRequested(
      String facilityId,
      String datasetId,
      String benchmarkId,
      int revision,
      String revisionDigest,
      String fingerprint,
      String signedBy,
      int attempt)
      implements Payload {
    /** The first time that the facility asks. */
    public AssociationRequested(
        String facilityId,
        String datasetId,
        String benchmarkId,
        int revision,
        String revisionDigest,
        String fingerprint,
        String signedBy) {
      this(facilityId, datasetId, benchmarkId, revision, revisionDigest, fingerprint, signedBy, 1);
    }
  }

  /**
   * One execution's result as the facility lets it out.
   *
   * @param parametersDigest digest of the parameters of model and evaluator, see {@link
   *     #parametersDigest}
   * @param audience for whom: {@code committee}, {@code participants} or {@code public}
   * @param releasedBy {@value #POLICY}, or the pseudonym of the person who decided
   * @param policyHash SHA-256 of the site policy in force, 64 hex digits
   * @param ledgerHead head of the site's ledger before this release, 64 hex digits
   */
  record ResultReleased(
      String facilityId,
      String executionId,
      String roundId,
      String benchmarkId,
      int revision,
      String revisionDigest,
      String datasetId,
      String fingerprint,
      String modelId,
      String modelDigest,
      String evaluatorDigest,
      String parametersDigest,
      String audience,
      ReleasedMetrics metrics,
      String releasedBy,
      String policyHash,
      String ledgerHead)
      implements Payload {
    /** In place of a person: the site's policy released it. */
    public static final String POLICY = "policy";

    /** {@code sha256:} over the canonical JSON of what both containers were given. */
    public static String parametersDigest(Parameters model, Parameters evaluator) {
      return CanonicalJson.digest(
          CanonicalJson.canonical(
              "{\"evaluator\":%s,\"model\":%s}"
                  .formatted(evaluator.canonicalJson(), model.canonicalJson())));
    }
  }

  /** The facility keeps one execution's result to itself; why stays at the site. */
  record ReleaseDeclined(
      String facilityId,
      String executionId,
      String benchmarkId,
      int revision,
      String revisionDigest,
      String releasedBy)
      implements Payload {}

  /** Every kind of payload. */
  static List<Class<? extends Payload>> kinds() {
    return List.of(
        PreparationRequested.class,
        PreparationContinued.class,
        PreparationCancelled.class,
        ProgressConsented.class,
        ProgressReported.class,
        DatasetRegistered.class,
        AssociationRequested.class,
        ResultReleased.class,
        ReleaseDeclined.class);
  }
}
