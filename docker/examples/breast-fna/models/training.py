"""What the training of the example's models shares: reading the model owners' part, keeping a fitted model."""

import csv
import json
import pathlib


def read_part(folder, names):
    """The named features and the labels (1 malignant) of the women of one part, in the order of the file."""
    folder = pathlib.Path(folder)
    with (folder / "labels" / "diagnoses.csv").open(newline="") as file:
        labels = {row["id"]: int(row["diagnosis"] == "malignant") for row in csv.DictReader(file)}
    with (folder / "data" / "aspirates.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [[float(row[name]) for name in names] for row in rows], [labels[row["id"]] for row in rows]


def keep(path, model, probability, women, expected):
    """Writes the exported model, once it is proven to give what scikit-learn gives, for the women trained on."""
    model = json.loads(json.dumps(model))
    for features, wanted in zip(women, expected):
        got = probability(model, features)
        if abs(got - wanted) > 1e-12:
            raise SystemExit(f"error: the exported model gives {got!r} where scikit-learn gives {wanted!r}")
    pathlib.Path(path).write_text(json.dumps(model))
