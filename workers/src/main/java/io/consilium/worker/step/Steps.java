package io.consilium.worker.step;

import io.consilium.contract.Reason;
import io.consilium.worker.authorisation.Authorisation;
import io.consilium.worker.authorisation.Order;
import io.consilium.worker.authorisation.OrderRefusedException;
import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.outbound.Platform;
import io.consilium.worker.outbound.PlatformUnavailableException;
import io.consilium.worker.release.ReleaseDesk;
import io.consilium.worker.release.ReleaseGate;
import io.consilium.worker.sandbox.Sandbox;
import io.consilium.worker.site.Site;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out orders, each after it was authorised. */
public final class Steps {
  private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

  private final Site site;
  private final Sandbox sandbox;
  private final Authorisation authorisation;
  private final Executions executions;
  private final PreparationSteps preparation;
  private final ExecutionSteps execution;
  private final CompatibilityTests tests;

  public Steps(
      Site site,
      SiteKeys keys,
      Sandbox sandbox,
      Authorisation authorisation,
      Catalogue catalogue,
      Executions executions,
      ReleaseDesk desk,
      Platform platform) {
    Containers containers = new Containers(site, sandbox);
    ReleaseGate gate = new ReleaseGate(site.policy());
    this.site = site;
    this.sandbox = sandbox;
    this.authorisation = authorisation;
    this.executions = executions;
    this.preparation = new PreparationSteps(site, keys, containers, catalogue, gate);
    this.execution = new ExecutionSteps(site, keys, sandbox, containers, executions, gate, desk);
    this.tests = new CompatibilityTests(site, sandbox, containers, platform);
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
    }
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
    return new StepResult.Failed(refusal.reason(), explanation);
  }

  private static String words(Exception e) {
    return Optional.ofNullable(e.getMessage()).orElse("no explanation");
  }

  /**
   * Removes what an earlier life of the worker left running or lying about.
   *
   * @throws io.consilium.worker.sandbox.EngineUnreachableException when the engine does not answer
   */
  public void clearUp() {
    int orphans = sandbox.reapOrphans();
    if (orphans > 0) {
      LOG.info("Removed {} containers that an earlier worker left", orphans);
    }
    for (String caseId : sandbox.scratches()) {
      boolean needed =
          executions
              .find(caseId)
              .filter(known -> known.state() == Execution.State.INFERRED)
              .isPresent();
      if (!needed) {
        sandbox.scratch(caseId).destroy();
      }
    }
  }
}
