package io.consilium.worker.authorisation;

import io.consilium.contract.Ids;
import io.consilium.contract.Reason;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.cosign.ImageSignatures;
import io.consilium.worker.cosign.UnsignedImageException;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.outbound.Platform;
import io.consilium.worker.site.Site;
import java.util.Optional;

/** Compares every order with what the site's people accepted and with what went before. */
public final class Authorisation {
  private final Site site;
  private final Acceptances acceptances;
  private final Catalogue catalogue;
  private final Executions executions;
  private final Platform platform;
  private final ImageSignatures signatures;

  public Authorisation(
      Site site,
      Acceptances acceptances,
      Catalogue catalogue,
      Executions executions,
      Platform platform,
      ImageSignatures signatures) {
    this.site = site;
    this.acceptances = acceptances;
    this.catalogue = catalogue;
    this.executions = executions;
    this.platform = platform;
    this.signatures = signatures;
  }

  /**
   * Whether a step of a preparation may run.
   *
   * @throws OrderRefusedException when it may not
   * @throws io.consilium.worker.outbound.PlatformUnavailableException when it cannot be known now
   * @throws io.consilium.worker.cosign.RegistryUnavailableException when it cannot be known now
   */
  public Grant.Preparation authorise(Order.Preparation order) {
    BenchmarkDocument revision = accepted(order.revision());
    offered(revision, Optional.empty());
    Dataset dataset = dataset(order.datasetId(), revision);
    if (dataset.state() == Dataset.State.CANCELLED) {
      throw new OrderRefusedException(
          Reason.CANCELLED, "the preparation of %s was cancelled here".formatted(dataset.name()));
    }
    boolean asked =
        dataset
            .prepared()
            .filter(prepared -> prepared.revisionDigest().equals(revision.digest()))
            .isPresent();
    if (!asked || !dataset.state().isOpen()) {
      throw refusal(
          "nobody here asked to prepare the dataset %s for %s now"
              .formatted(dataset.name(), name(revision)));
    }
    Dataset.State needed =
        switch (order.stage()) {
          case PREPARE -> Dataset.State.REQUESTED;
          case SANITY_CHECK -> Dataset.State.DATA_PREPARED;
          case STATISTICS -> Dataset.State.CHECKED;
        };
    if (dataset.state().compareTo(needed) < 0) {
      throw refusal(
          "the step %s of the dataset %s came before the one that it follows"
              .formatted(order.stage(), dataset.name()));
    }
    signed(revision.containers().preparator());
    return new Grant.Preparation(dataset, revision);
  }

  /**
   * Whether a model may run on a dataset.
   *
   * @throws OrderRefusedException when it may not
   * @throws io.consilium.worker.outbound.PlatformUnavailableException when it cannot be known now
   * @throws io.consilium.worker.cosign.RegistryUnavailableException when it cannot be known now
   */
  public Grant.Inference authorise(Order.Inference order) {
    BenchmarkDocument revision = accepted(order.revision());
    Dataset dataset = registered(dataset(order.datasetId(), revision));
    ContainerSpec model = model(revision, order.modelId());
    offered(revision, Optional.of(order.modelId()));
    Optional<Execution> earlier = executions.find(order.executionId());
    if (earlier.isPresent()) {
      requireSame(
          earlier.get(), order.roundId(), dataset.name(), order.modelId(), revision.digest());
      if (earlier.get().state() != Execution.State.STARTED
          && earlier.get().state() != Execution.State.INFERRED) {
        throw refusal("the execution %s has ended already".formatted(order.executionId()));
      }
    }
    int runs =
        executions.runsOf(dataset.fingerprint().orElseThrow(), model.digest(), order.executionId());
    if (runs >= site.policy().runsPerDatasetAndModel()) {
      throw refusal(
          "the model %s ran %d times on this version of %s; site-policy.yaml allows %d"
              .formatted(
                  order.modelId(), runs, dataset.name(), site.policy().runsPerDatasetAndModel()));
    }
    signed(model);
    return new Grant.Inference(dataset, revision, model);
  }

  /**
   * Whether predictions may be evaluated.
   *
   * @throws OrderRefusedException when they may not
   */
  public Grant.Evaluation authorise(Order.Evaluation order) {
    BenchmarkDocument revision = accepted(order.revision());
    Dataset dataset = registered(dataset(order.datasetId(), revision));
    Execution execution =
        executions
            .find(order.executionId())
            .filter(known -> known.state().compareTo(Execution.State.INFERRED) >= 0)
            .orElseThrow(
                () ->
                    refusal(
                        "no model has run in the execution %s: there is nothing to evaluate"
                            .formatted(order.executionId())));
    requireSame(execution, order.roundId(), dataset.name(), order.modelId(), revision.digest());
    model(revision, order.modelId());
    offered(revision, Optional.of(order.modelId()));
    signed(revision.containers().evaluator());
    return new Grant.Evaluation(dataset, revision, execution);
  }

  /**
   * Whether a chain may be tried on demo data.
   *
   * @throws OrderRefusedException when this is not the proving ground, or the platform does not
   *     show what it names
   */
  public Grant.CompatibilityTest authorise(Order.CompatibilityTest order) {
    if (!site.settings().isProvingGround()) {
      throw refusal("what is not approved runs at the proving ground only");
    }
    try {
      BenchmarkDocument revision =
          platform
              .revision(order.benchmarkId(), order.revision())
              .map(offer -> Documents.revision(offer, order.benchmarkId(), order.revision()))
              .orElseThrow(
                  () ->
                      refusal(
                          "the platform shows no revision %d of %s"
                              .formatted(order.revision(), order.benchmarkId())));
      return new Grant.CompatibilityTest(revision, candidate(revision, order.modelId()));
    } catch (AcceptanceException e) {
      throw refusal(e);
    }
  }

  private ContainerSpec candidate(BenchmarkDocument revision, Optional<String> modelId) {
    return modelId
        .map(
            id ->
                platform
                    .model(id)
                    .map(offer -> Documents.model(offer, id).container())
                    .orElseThrow(() -> refusal("the platform shows no model " + id)))
        .orElseGet(() -> revision.containers().referenceModel());
  }

  private BenchmarkDocument accepted(Order.RevisionRef wanted) {
    if (acceptances.newest(wanted.benchmarkId()).filter(acceptances::isInForce).isEmpty()
        || isNewer(wanted)) {
      // The order may have come before the worker looked for signatures again.
      acceptances.signed().acceptIfSigned(wanted.benchmarkId());
    }
    BenchmarkDocument newest = required(wanted.benchmarkId());
    if (newest.revision() != wanted.number() || !newest.digest().equals(wanted.digest())) {
      throw refusal(
          "this site accepted %s (%s), not revision %d (%s)"
              .formatted(name(newest), newest.digest(), wanted.number(), wanted.digest()));
    }
    return newest;
  }

  private Dataset dataset(String datasetId, BenchmarkDocument revision) {
    String prefix = Ids.dataset(site.settings().facilityId(), "");
    Dataset dataset =
        Optional.of(datasetId)
            .filter(id -> id.startsWith(prefix))
            .flatMap(id -> catalogue.find(id.substring(prefix.length())))
            .orElseThrow(
                () ->
                    new OrderRefusedException(
                        Reason.DATA_UNAVAILABLE,
                        "there is no dataset %s in the catalogue".formatted(datasetId)));
    if (!dataset.benchmarkId().equals(revision.id())) {
      throw refusal(
          "the dataset %s belongs to %s, not to %s"
              .formatted(dataset.name(), dataset.benchmarkId(), revision.id()));
    }
    return dataset;
  }

  private static Dataset registered(Dataset dataset) {
    if (!dataset.state().isRegistered() || dataset.fingerprint().isEmpty()) {
      throw refusal(
          "the dataset %s is not registered: nobody here let models run on it"
              .formatted(dataset.name()));
    }
    return dataset;
  }

  private BenchmarkDocument required(String benchmarkId) {
    try {
      return acceptances.requireRevision(benchmarkId).document();
    } catch (AcceptanceException e) {
      throw refusal(e);
    }
  }

  private boolean isNewer(Order.RevisionRef wanted) {
    return acceptances
        .newest(wanted.benchmarkId())
        .filter(known -> known.document().revision() < wanted.number())
        .isPresent();
  }

  private ContainerSpec model(BenchmarkDocument revision, String modelId) {
    if (!acceptances.models(revision).contains(modelId)) {
      acceptances.signed().acceptIfSigned(revision.id());
    }
    try {
      return acceptances.requireContainer(revision, modelId);
    } catch (AcceptanceException e) {
      throw refusal(e);
    }
  }

  private void signed(ContainerSpec container) {
    try {
      signatures.require(container);
    } catch (UnsignedImageException e) {
      throw refusal(Optional.ofNullable(e.getMessage()).orElse("the image is not signed"));
    }
  }

  private void offered(BenchmarkDocument revision, Optional<String> modelId) {
    try {
      acceptances.requireOffered(revision, modelId);
    } catch (AcceptanceException e) {
      throw refusal(e);
    }
  }

  private static void requireSame(
      Execution execution, String roundId, String dataset, String modelId, String revisionDigest) {
    if (!execution.roundId().equals(roundId)
        || !execution.dataset().equals(dataset)
        || !execution.modelId().equals(modelId)
        || !execution.revisionDigest().equals(revisionDigest)) {
      throw refusal(
          "the execution %s began with another round, dataset, model or revision"
              .formatted(execution.id()));
    }
  }

  private static String name(BenchmarkDocument revision) {
    return Ids.revision(revision.id(), revision.revision());
  }

  private static OrderRefusedException refusal(AcceptanceException why) {
    return refusal(Optional.ofNullable(why.getMessage()).orElse("it is not accepted"));
  }

  private static OrderRefusedException refusal(String explanation) {
    return new OrderRefusedException(Reason.REFUSED, explanation);
  }
}
