package io.consilium.worker.step;

import io.consilium.contract.Reason;
import io.consilium.worker.authorisation.Authorisation;
import io.consilium.worker.authorisation.Order;
import io.consilium.worker.authorisation.OrderRefusedException;
import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Fingerprints;
import io.consilium.worker.cosign.RegistryUnavailableException;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.outbound.Platform;
import io.consilium.worker.outbound.PlatformUnavailableException;
import io.consilium.worker.release.ReleaseDesk;
import io.consilium.worker.release.ReleaseGate;
import io.consilium.worker.sandbox.Engines;
import io.consilium.worker.site.Site;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out orders, each after it was authorised. */
public final class Steps {
  private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

  private final Site site;
  private final Engines engines;
  private final Authorisation authorisation;
  private final Predictions predictions;
  private final PreparationSteps preparation;
  private final ExecutionSteps execution;
  private final CompatibilityTests tests;

  public Steps(
      Site site,
      Fingerprints fingerprints,
      Engines engines,
      Authorisation authorisation,
      Catalogue catalogue,
      Executions executions,
      ReleaseDesk desk,
      Platform platform) {
    Containers containers = new Containers(site, engines);
    ReleaseGate gate = new ReleaseGate(site.policy());
    this.site = site;
    this.engines = engines;
    this.authorisation = authorisation;
    this.predictions = new Predictions(engines, executions);
    this.preparation = new PreparationSteps(site, fingerprints, containers, catalogue, gate);
    this.execution =
        new ExecutionSteps(
            site, fingerprints, engines, containers, executions, gate, desk, predictions);
    this.tests = new CompatibilityTests(site, engines, containers, platform);
  }

  /**
   * Carries out an order, or refuses it.
   *
   * @throws InterruptedException when the thread was interrupted; the order has no outcome then
   */
  public StepResult carryOut(Order order) throws InterruptedException {
    try {
      return dispatch(order);
    } catch (OrderRefusedException e) {
      return refused(order, e);
    } catch (PlatformUnavailableException e) {
      return new StepResult.PassingFault(Reason.STEP_FAILED, words(e));
    } catch (RegistryUnavailableException e) {
      return new StepResult.PassingFault(Reason.IMAGE_UNAVAILABLE, words(e));
    }
  }

  /** Ends the step of a dataset's preparation that runs now, if any. */
  public void interruptPreparation(String dataset) {
    preparation.interrupt(dataset);
  }

  private StepResult dispatch(Order order) throws InterruptedException {
    if (order instanceof Order.Preparation wanted) {
      return preparation.carryOut(wanted.stage(), authorisation.authorise(wanted));
    }
    if (order instanceof Order.Inference wanted) {
      return execution.infer(wanted, authorisation.authorise(wanted));
    }
    if (order instanceof Order.Evaluation wanted) {
      return execution.evaluate(authorisation.authorise(wanted));
    }
    Order.CompatibilityTest test = (Order.CompatibilityTest) order;
    return tests.carryOut(test.testId(), authorisation.authorise(test));
  }

  private StepResult refused(Order order, OrderRefusedException refusal) {
    String explanation = words(refusal);
    LOG.warn("Refused an order about {}: {}", order.caseId(), explanation);
    if (order instanceof Order.CompatibilityTest test && site.settings().isProvingGround()) {
      tests.reportRefusal(test.testId(), explanation);
    }
    if (isOfExecution(order)) {
      predictions.abandon(order.caseId(), refusal.reason(), explanation);
    }
    return new StepResult.Failed(refusal.reason(), explanation);
  }

  /** The platform wants no more of an order that was being carried out, and has ended by now. */
  public void takenBack(Order order) {
    if (isOfExecution(order)) {
      predictions.abandon(order.caseId(), Reason.CANCELLED, "the platform took it back");
    }
  }

  /** Destroys predictions that nobody will evaluate any more. */
  public void sweep() {
    try {
      predictions.sweep();
    } catch (RuntimeException e) {
      LOG.error("Predictions could not be destroyed; it is tried again", e);
    }
  }

  private static boolean isOfExecution(Order order) {
    return order instanceof Order.Inference || order instanceof Order.Evaluation;
  }

  private static String words(Exception e) {
    return Optional.ofNullable(e.getMessage()).orElse("no explanation");
  }

  /** Removes what may still run of a case that is done with. */
  public void abandon(String caseId) {
    engines.abandon(caseId);
  }

  /**
   * Removes what an earlier life of the worker left lying about.
   *
   * @param underWay the cases that go on
   */
  public void clearUp(Collection<String> underWay) {
    predictions.clearUp(underWay);
  }
}
