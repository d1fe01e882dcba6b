"""What the example's models share: reading prepared features, writing predictions."""

import csv
import json
import pathlib
import sys

VOLUMES = pathlib.Path("/mlcommons/volumes")
DECIMALS = 12  # enough to lose nothing; ends differences of a last bit between equal probabilities


def run(probability):
    """Predicts for every woman. `probability` maps the model and her features, in the model's order, to a probability."""
    model = json.loads(pathlib.Path(__file__).with_name("model.json").read_text())
    with (VOLUMES / "data" / "features.csv").open(newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in model["features"] if name not in (reader.fieldnames or [])]
        if missing:
            sys.exit(f"error: features.csv lacks the columns {', '.join(missing)}")
        women = [(row["id"], [float(row[name]) for name in model["features"]]) for row in reader]
    with (VOLUMES / "predictions" / "predictions.csv").open("w", newline="") as file:
        file.write("id,probability\n")
        for identity, features in women:
            file.write(f"{identity},{probability(model, features):.{DECIMALS}f}\n")
    print(f"predicted {len(women)} women")
