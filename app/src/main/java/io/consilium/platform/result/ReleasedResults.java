package io.consilium.platform.result;

import io.consilium.contract.Messages;
import io.consilium.contract.Variables;
import io.consilium.contract.statement.Payload.ResultReleased;
import io.consilium.platform.engine.Cases;
import io.consilium.platform.facility.NotYetExpected;
import io.consilium.platform.facility.ReceivedStatement;
import io.consilium.platform.facility.StatementHandler;
import io.consilium.platform.round.Rounds;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A facility lets a result out. The case learns only the statement's id. */
@Component
class ReleasedResults implements StatementHandler<ResultReleased> {
  private final OrderedExecutions orders;
  private final ReleaseChecks checks;
  private final Results results;
  private final Rounds rounds;
  private final Cases cases;

  ReleasedResults(
      OrderedExecutions orders, ReleaseChecks checks, Results results, Rounds rounds, Cases cases) {
    this.orders = orders;
    this.checks = checks;
    this.results = results;
    this.rounds = rounds;
    this.cases = cases;
  }

  @Override
  public Class<ResultReleased> payloadType() {
    return ResultReleased.class;
  }

  @Override
  public void handle(ReceivedStatement<ResultReleased> statement) {
    ResultReleased release = statement.payload();
    checks.check(release, orders.open(release.executionId(), release.facilityId()));
    results.keep(release, statement.id());
    rounds.noteResult(release.executionId(), statement.id());
    if (!cases.correlate(
        Messages.RESULT_DECIDED,
        release.executionId(),
        Map.of(Variables.RESULT_ID, statement.id()))) {
      throw new NotYetExpected(
          "The execution %s is not evaluated yet.".formatted(release.executionId()));
    }
  }
}
