"""Gradient boosting: the log-odds of malignancy as a sum over shallow trees."""

from predictor import run
from trees import as_single, leaf_value, logistic


def probability(model, features):
    single = as_single(features)
    log_odds = model["prior"]
    for tree in model["trees"]:
        log_odds += model["learning_rate"] * leaf_value(tree, single)
    return logistic(log_odds)


if __name__ == "__main__":
    run(probability)
