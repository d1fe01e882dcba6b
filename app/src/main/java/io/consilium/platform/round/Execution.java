package io.consilium.platform.round;

import io.consilium.contract.Reason;
import java.util.Optional;

/**
 * One (dataset, model) cell of a round.
 *
 * @param reason why there is no result, once it has ended without one
 * @param resultId id of the statement that released its result
 */
public record Execution(
    String id,
    String roundId,
    String facilityId,
    String datasetId,
    String modelId,
    ExecutionState state,
    Optional<Reason> reason,
    Optional<String> resultId) {}
