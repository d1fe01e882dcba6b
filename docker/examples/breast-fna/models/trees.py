"""Decision trees as plain lists, and how scikit-learn walks them."""

import math
import struct


def leaf_value(tree, features):
    """The value of the leaf that the features fall into. Features must have gone through `as_single`."""
    node = 0
    while tree["left"][node] >= 0:
        below = features[tree["feature"][node]] <= tree["threshold"][node]
        node = tree["left"][node] if below else tree["right"][node]
    return tree["value"][node]


def as_single(features):
    """Rounds to single precision, because scikit-learn compares features of that precision with its thresholds."""
    form = f"{len(features)}f"
    return struct.unpack(form, struct.pack(form, *features))


def export(tree, value):
    """A fitted scikit-learn tree as plain lists; `value` maps the content of a node to the number to keep."""
    return {
        "feature": tree.feature.tolist(),
        "threshold": tree.threshold.tolist(),
        "left": tree.children_left.tolist(),
        "right": tree.children_right.tolist(),
        "value": [float(value(content)) for content in tree.value],
    }


def logistic(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
