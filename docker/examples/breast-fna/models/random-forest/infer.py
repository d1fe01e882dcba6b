"""A random forest: the mean over its trees of the share of malignant cases in the leaf."""

from predictor import run
from trees import as_single, leaf_value


def probability(model, features):
    single = as_single(features)
    return sum(leaf_value(tree, single) for tree in model["trees"]) / len(model["trees"])


if __name__ == "__main__":
    run(probability)
