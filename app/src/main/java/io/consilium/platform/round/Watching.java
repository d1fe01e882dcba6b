package io.consilium.platform.round;

import io.consilium.contract.Groups;
import io.consilium.platform.benchmark.Benchmarks;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.identity.CurrentUser;
import io.consilium.platform.model.Model;
import io.consilium.platform.model.Models;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Rounds as people may watch them: where each execution is, and never a result. */
@Component
public class Watching {
  private final Rounds rounds;
  private final Benchmarks benchmarks;
  private final Models models;
  private final Progress progress;

  Watching(Rounds rounds, Benchmarks benchmarks, Models models, Progress progress) {
    this.rounds = rounds;
    this.benchmarks = benchmarks;
    this.models = models;
    this.progress = progress;
  }

  /**
   * An execution and how far it has come.
   *
   * @param execution what is recorded of it
   * @param phase where it is now
   */
  public record Watched(Execution execution, Phase phase) {}

  /** The rounds that the person may know of, the newest first. */
  public List<Round> visibleTo(CurrentUser user) {
    return rounds.all().stream().filter(round -> isVisible(round, user)).toList();
  }

  /** The round, if there is one that the person may know of. */
  public Optional<Round> find(String roundId, CurrentUser user) {
    return rounds.find(roundId).filter(round -> isVisible(round, user));
  }

  /** Where a round's executions are, by dataset and model. */
  public List<Watched> executionsOf(Round round) {
    Map<String, Phase> open =
        round.state() == RoundState.RUNNING ? progress.ofOpenExecutions() : new HashMap<>();
    return rounds.executionsOf(round.id()).stream()
        .map(execution -> new Watched(execution, phase(execution, open)))
        .toList();
  }

  /** Whether a model of the person takes part, or the benchmark is theirs. */
  public boolean takesPart(Round round, CurrentUser user) {
    boolean proposer =
        benchmarks
            .find(round.benchmarkId(), round.revision())
            .map(Revision::proposedBy)
            .filter(user.id()::equals)
            .isPresent();
    return proposer
        || rounds.executionsOf(round.id()).stream()
            .map(Execution::modelId)
            .distinct()
            .flatMap(id -> models.find(id).stream())
            .map(Model::owner)
            .anyMatch(user.id()::equals);
  }

  private boolean isVisible(Round round, CurrentUser user) {
    return round.state() == RoundState.PUBLISHED
        || user.isMemberOf(round.committee())
        || user.isMemberOf(Groups.OPERATORS)
        || user.isMemberOf(Groups.PLATFORM_COMMITTEE)
        || takesPart(round, user);
  }

  private static Phase phase(Execution execution, Map<String, Phase> open) {
    return switch (execution.state()) {
      case RELEASED -> Phase.RELEASED;
      case ENDED -> Phase.ENDED;
      case OPEN ->
          execution.resultId().isPresent()
              ? Phase.RELEASED
              : open.getOrDefault(execution.id(), Phase.WAITING);
    };
  }
}
