"""Computes the example's results centrally, with scikit-learn, from the same parts: what the federated run must give.

Usage: expected.py FACILITIES EXPECTED_JSON      (run it by expected.sh)

Shares no code with the preparator, the models' inference, the evaluator or Consilium. Writes, unrounded,
{facility: {model: {metric: value, ..., "by_texture": {level: {metric: value, ...}}}}}; what is not defined is null.
"""

import json
import math
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    confusion_matrix,
    precision_recall_fscore_support,
    roc_auc_score,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

MODELS = {
    "logistic-regression": (
        ["mean_texture", "mean_smoothness"],
        make_pipeline(StandardScaler(), LogisticRegression()),
    ),
    "random-forest": (
        ["mean_smoothness", "mean_symmetry", "worst_texture"],
        RandomForestClassifier(n_estimators=100, max_depth=4, min_samples_leaf=5, random_state=0, n_jobs=1),
    ),
    "gradient-boosting": (
        ["mean_texture", "mean_compactness"],
        GradientBoostingClassifier(n_estimators=60, max_depth=2, learning_rate=0.1, random_state=0),
    ),
}
THRESHOLD = 0.5
# The models' predictions are written with as many decimals; two women in the same leaves then have equal predictions.
DECIMALS = 12


class Part:
    """The aspirates and diagnoses of one part, as its laboratory exported them."""

    def __init__(self, folder):
        aspirates = np.genfromtxt(folder / "data" / "aspirates.csv", delimiter=",", names=True, dtype=None, encoding="utf-8")
        diagnoses = dict(
            np.loadtxt(folder / "labels" / "diagnoses.csv", delimiter=",", dtype=str, skiprows=1, encoding="utf-8")
        )
        self.columns = {name: aspirates[name] for name in aspirates.dtype.names}
        self.labels = np.array([int(diagnoses[identity] == "malignant") for identity in aspirates["id"]])

    def features(self, names):
        return np.column_stack([self.columns[name] for name in names])


def delong_standard_error(labels, probabilities):
    """DeLong et al. 1988 as printed: every malignant case against every benign one."""
    malignant, benign = probabilities[labels == 1], probabilities[labels == 0]
    if len(malignant) < 2 or len(benign) < 2:
        return math.nan
    kernel = (malignant[:, None] > benign[None, :]) + 0.5 * (malignant[:, None] == benign[None, :])
    s10 = np.var(kernel.mean(axis=1), ddof=1)
    s01 = np.var(kernel.mean(axis=0), ddof=1)
    return math.sqrt(s10 / len(malignant) + s01 / len(benign))


def metrics(labels, probabilities):
    predicted = (probabilities >= THRESHOLD).astype(int)
    (tn, fp), (fn, tp) = confusion_matrix(labels, predicted, labels=[0, 1])
    events, non_events = int(labels.sum()), int((1 - labels).sum())
    _, recall, _, _ = precision_recall_fscore_support(labels, predicted, labels=[0, 1], zero_division=0)
    both = events > 0 and non_events > 0
    squares = (probabilities - labels) ** 2
    values = {
        "people": len(labels),
        "events": events,
        "non_events": non_events,
        "tp": int(tp),
        "fp": int(fp),
        "fn": int(fn),
        "tn": int(tn),
        "correct": int(accuracy_score(labels, predicted, normalize=False)),
        "auroc": roc_auc_score(labels, probabilities) if both else math.nan,
        "auroc_se": delong_standard_error(labels, probabilities),
        "sensitivity": recall[1] if events else math.nan,
        "specificity": recall[0] if non_events else math.nan,
        "accuracy": accuracy_score(labels, predicted),
        "brier": brier_score_loss(labels, probabilities, pos_label=1),
        "brier_se": float(np.std(squares, ddof=1) / math.sqrt(len(squares))),
    }
    return {name: None if math.isnan(value) else value for name, value in values.items()}


def main(facilities, target):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "/split.py", folder, "model-owners"], check=True, stdout=subprocess.DEVNULL)
        owners = Part(pathlib.Path(folder) / "model-owners")
    cut = round(float(np.median(owners.columns["texture_error"])), 3)
    for names, model in MODELS.values():
        model.fit(owners.features(names), owners.labels)

    expected = {}
    for folder in sorted(p for p in facilities.iterdir() if p.is_dir()):
        part = Part(folder)
        upper = part.columns["texture_error"] >= cut
        expected[folder.name] = {}
        for identity, (names, model) in MODELS.items():
            probabilities = np.round(model.predict_proba(part.features(names))[:, 1], DECIMALS)
            expected[folder.name][identity] = {
                **metrics(part.labels, probabilities),
                "by_texture": {
                    level: metrics(part.labels[chosen], probabilities[chosen])
                    for level, chosen in (("lower", ~upper), ("upper", upper))
                },
            }
    target.write_text(json.dumps(expected, indent=2) + "\n")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
