"""Compares a model's predictions with the labels, for all women and for the two levels of nuclear texture."""

import csv
import math
import pathlib
import sys

import yaml

from metrics import evaluate

VOLUMES = pathlib.Path("/mlcommons/volumes")
LEVELS = ("lower", "upper")


def read(path, columns):
    if not path.is_file():
        fail(f"{path.name} is missing")
    with path.open(newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != columns:
            fail(f"{path.name} has the columns {reader.fieldnames}; {columns} is expected")
        rows = list(reader)
    by_id = {row["id"]: row for row in rows}
    if len(by_id) != len(rows):
        fail(f"{path.name} holds an id twice")
    return by_id


def probability(row):
    try:
        value = float(row["probability"])
    except (TypeError, ValueError):
        fail(f"the prediction for {row['id']} is not a number")
    if not 0 <= value <= 1:
        fail(f"the prediction for {row['id']} is not between 0 and 1")
    return value


def as_yaml(results, indent=""):
    lines = []
    for key, value in results.items():
        if isinstance(value, dict):
            lines += [f"{indent}{key}:", as_yaml(value, indent + "  ")]
        elif isinstance(value, int):
            lines.append(f"{indent}{key}: {value}")
        else:
            lines.append(f"{indent}{key}: {'.nan' if math.isnan(value) else format(value, '.12f')}")
    return "\n".join(lines)


def fail(message):
    print(f"error: {message}", file=sys.stderr)
    sys.exit(1)


def main():
    parameters = yaml.safe_load((VOLUMES / "parameters" / "parameters.yaml").read_text()) or {}
    threshold = parameters.get("threshold")
    if not isinstance(threshold, (int, float)) or not 0 < threshold < 1:
        fail(f"the parameter threshold is {threshold!r}; a number between 0 and 1 is expected")

    labels = read(VOLUMES / "labels" / "labels.csv", ["id", "label", "texture"])
    predictions = read(VOLUMES / "predictions" / "predictions.csv", ["id", "probability"])
    if labels.keys() != predictions.keys():
        fail("the predictions are not for the same women as the labels")

    cases = {level: [] for level in LEVELS}
    for identity, row in labels.items():
        if row["texture"] not in cases:
            fail(f"labels.csv has the texture {row['texture']!r}; {' or '.join(LEVELS)} is expected")
        cases[row["texture"]].append((int(row["label"]), probability(predictions[identity])))

    results = {
        "overall": evaluate([case for level in LEVELS for case in cases[level]], threshold),
        "by_texture": {level: evaluate(cases[level], threshold) for level in LEVELS},
    }
    (VOLUMES / "results" / "results.yaml").write_text(as_yaml(results) + "\n")


main()
