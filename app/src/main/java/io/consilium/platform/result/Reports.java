package io.consilium.platform.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.consilium.contract.benchmark.Audience;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.platform.governance.Decisions;
import io.consilium.platform.governance.Endings;
import io.consilium.platform.identity.CurrentUser;
import io.consilium.platform.round.Round;
import io.consilium.platform.round.RoundState;
import io.consilium.platform.round.Rounds;
import io.consilium.platform.round.Watching;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The reports of rounds, and who may read them. */
@Component
public class Reports {
  private final ReportCompiler compiler;
  private final Rounds rounds;
  private final Watching watching;
  private final Decisions decisions;
  private final Endings endings;

  Reports(
      ReportCompiler compiler,
      Rounds rounds,
      Watching watching,
      Decisions decisions,
      Endings endings) {
    this.compiler = compiler;
    this.rounds = rounds;
    this.watching = watching;
    this.decisions = decisions;
    this.endings = endings;
  }

  /** Compiles and keeps the report of a round that has settled. */
  @Transactional
  public void compile(String roundId) {
    rounds.keepReport(roundId, CanonicalJson.write(compiler.compile(roundId)));
  }

  /**
   * Opens the report to its audience.
   *
   * @throws IllegalStateException when nobody approved it
   */
  public void publish(String roundId) {
    decisions.approvalOf(roundId);
    rounds.conclude(roundId, RoundState.PUBLISHED);
  }

  /** Keeps the report to the committee, because it declined to publish it or did not decide. */
  public void withhold(String roundId, Optional<String> reason) {
    endings.note(roundId, reason);
    rounds.conclude(roundId, RoundState.WITHHELD);
  }

  /**
   * The report, if there is one that the person may read: the committee always, others once it is
   * published and as far as its audience goes.
   */
  public Optional<Report> find(String roundId, CurrentUser user) {
    return rounds
        .find(roundId)
        .flatMap(
            round ->
                rounds
                    .report(roundId)
                    .map(Reports::read)
                    .filter(report -> mayRead(round, report.audience(), user)));
  }

  private boolean mayRead(Round round, Audience audience, CurrentUser user) {
    if (user.isMemberOf(round.committee())) {
      return true;
    }
    return round.state() == RoundState.PUBLISHED
        && switch (audience) {
          case COMMITTEE -> false;
          case PARTICIPANTS -> watching.takesPart(round, user);
          case PUBLIC -> true;
        };
  }

  private static Report read(String json) {
    try {
      return CanonicalJson.STRICT.readValue(json, Report.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
