"""The benchmark's metrics, from pairs (label, probability); label 1 is malignant. What is not defined is nan."""

import math

UNDEFINED = math.nan


def evaluate(cases, threshold):
    """All metrics of one group of women. A probability at or above the threshold is a positive prediction."""
    malignant = [p for label, p in cases if label == 1]
    benign = [p for label, p in cases if label == 0]
    tp = sum(p >= threshold for p in malignant)
    fp = sum(p >= threshold for p in benign)
    tn = len(benign) - fp
    auroc, auroc_se = auroc_with_standard_error(malignant, benign)
    brier, brier_se = mean_with_standard_error([(p - label) ** 2 for label, p in cases])
    return {
        "people": len(cases),
        "events": len(malignant),
        "non_events": len(benign),
        "tp": tp,
        "fp": fp,
        "fn": len(malignant) - tp,
        "tn": tn,
        "correct": tp + tn,
        "auroc": auroc,
        "auroc_se": auroc_se,
        "sensitivity": ratio(tp, len(malignant)),
        "specificity": ratio(tn, len(benign)),
        "accuracy": ratio(tp + tn, len(cases)),
        "brier": brier,
        "brier_se": brier_se,
    }


def auroc_with_standard_error(malignant, benign):
    """Area under the ROC curve, and its standard error after DeLong et al. 1988.

    The placements are computed from midranks (Sun and Xu 2014): sorting instead of comparing every pair.
    """
    m, n = len(malignant), len(benign)
    if m == 0 or n == 0:
        return UNDEFINED, UNDEFINED
    overall = midranks(malignant + benign)
    own_malignant, own_benign = midranks(malignant), midranks(benign)
    placed_malignant = [(overall[i] - own_malignant[i]) / n for i in range(m)]
    placed_benign = [1 - (overall[m + j] - own_benign[j]) / m for j in range(n)]
    auroc = math.fsum(placed_malignant) / m
    if m == 1 or n == 1:
        return auroc, UNDEFINED
    return auroc, math.sqrt(variance(placed_malignant) / m + variance(placed_benign) / n)


def midranks(values):
    """Ranks from 1, equal values sharing the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for position in order[start:end]:
            ranks[position] = (start + 1 + end) / 2
        start = end
    return ranks


def mean_with_standard_error(values):
    n = len(values)
    if n == 0:
        return UNDEFINED, UNDEFINED
    mean = math.fsum(values) / n
    return mean, math.sqrt(variance(values) / n) if n > 1 else UNDEFINED


def variance(values):
    """The sample variance, for two values or more."""
    mean = math.fsum(values) / len(values)
    return math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1)


def ratio(numerator, denominator):
    return numerator / denominator if denominator else UNDEFINED
