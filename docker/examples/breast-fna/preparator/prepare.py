"""Turns a laboratory's export into the benchmark's form.

data/*.csv    id and the 30 features                  ->  features.csv   the same, checked, sorted by id
labels/*.csv  id and diagnosis (malignant or benign)  ->  labels.csv     id, label (1 malignant, 0 benign), texture

`texture` (lower or upper) is the level of the benchmark's subgroup. It is written beside the label because an evaluator
sees predictions and labels, never the features.
"""

import csv

from records import (
    FEATURES,
    FEATURES_FILE,
    LABELS_FILE,
    VOLUMES,
    fail,
    read_features,
    read_tables,
    require_same_ids,
    texture_cut,
    texture_level,
)

LABELS = {"malignant": 1, "benign": 0}


def read_diagnoses(folder):
    labels = {}
    for identity, (place, row) in read_tables(folder, ["diagnosis"]).items():
        diagnosis = row["diagnosis"].lower()
        if diagnosis not in LABELS:
            fail(f"{place}: the diagnosis is {row['diagnosis']!r}; malignant or benign is expected")
        labels[identity] = LABELS[diagnosis]
    return labels


def write(path, header, rows):
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    features = read_features(VOLUMES / "raw_data")
    labels = read_diagnoses(VOLUMES / "raw_labels")
    require_same_ids(features, labels)
    cut = texture_cut()
    people = sorted(features)
    write(
        VOLUMES / "data" / FEATURES_FILE,
        ["id", *FEATURES],
        ([identity, *(repr(features[identity][name]) for name in FEATURES)] for identity in people),
    )
    write(
        VOLUMES / "labels" / LABELS_FILE,
        ["id", "label", "texture"],
        ([identity, labels[identity], texture_level(features[identity], cut)] for identity in people),
    )
    print(f"prepared {len(people)} women")


main()
