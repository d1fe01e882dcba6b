"""What the preparator's three tasks share: the form of raw and of prepared files."""

import csv
import math
import pathlib
import sys

MEASURES = (
    "radius texture perimeter area smoothness compactness concavity concave_points symmetry fractal_dimension".split()
)
FEATURES = [f"mean_{m}" for m in MEASURES] + [f"{m}_error" for m in MEASURES] + [f"worst_{m}" for m in MEASURES]

VOLUMES = pathlib.Path("/mlcommons/volumes")
FEATURES_FILE = "features.csv"
LABELS_FILE = "labels.csv"
LEVELS = ("lower", "upper")


def texture_level(features, cut):
    """The level of the subgroup axis: below the cut, or at and above it."""
    return LEVELS[features["texture_error"] >= cut]


def texture_cut():
    import yaml

    parameters = yaml.safe_load((VOLUMES / "parameters" / "parameters.yaml").read_text())
    cut = (parameters or {}).get("texture_cut")
    if not isinstance(cut, (int, float)) or not 0 < cut < math.inf:
        fail(f"the parameter texture_cut is {cut!r}; a positive number is expected")
    return cut


def read_tables(folder, columns):
    """Reads all CSV files of a folder. Returns a map from id to (place, row); the place is for messages."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        fail(f"{folder} holds no CSV file")
    rows = {}
    for path in files:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, skipinitialspace=True)
            missing = [c for c in ["id", *columns] if c not in (reader.fieldnames or [])]
            if missing:
                fail(f"{path.name} lacks the columns {', '.join(missing)}")
            for row in reader:
                place = f"{path.name}, line {reader.line_num}"
                identity = (row["id"] or "").strip()
                if not identity:
                    fail(f"{place}: the id is empty")
                if identity in rows:
                    fail(f"{place}: the id {identity} is there twice")
                rows[identity] = (place, {c: (row[c] or "").strip() for c in columns})
    if not rows:
        fail(f"{folder} holds no cases")
    return rows


def read_features(folder):
    return {identity: numbers(*entry) for identity, entry in read_tables(folder, FEATURES).items()}


def numbers(place, row):
    """The 30 features of one aspirate as numbers; none may be missing, negative or infinite."""
    values = {}
    for column, text in row.items():
        try:
            values[column] = float(text)
        except ValueError:
            fail(f"{place}: {column} is {text!r}; a number is expected")
        if not 0 <= values[column] < math.inf:
            fail(f"{place}: {column} is {text}; a finite number, zero or more, is expected")
    return values


def require_same_ids(features, labels):
    for identity in features:
        if identity not in labels:
            fail(f"the aspirate {identity} has no diagnosis")
    for identity in labels:
        if identity not in features:
            fail(f"the diagnosis of {identity} has no aspirate")


def fail(message):
    print(f"error: {message}", file=sys.stderr)
    sys.exit(1)
