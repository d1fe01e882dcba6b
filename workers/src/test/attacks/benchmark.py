"""A whole small benchmark. Usage: benchmark.py TASK. It obeys unless its parameters say otherwise.

Data: women.csv with case,score. Labels: labels.csv with case,y. A score of one half or more predicts y = 1.
"""

import csv
import json
import pathlib
import shutil
import sys
import time

VOLUMES = pathlib.Path("/mlcommons/volumes")


def parameters():
    file = VOLUMES / "parameters/parameters_file.yaml"
    return json.loads(file.read_text()) if file.exists() else {}


def rows(file):
    with open(file, newline="") as f:
        return list(csv.DictReader(f))


def prepare():
    if parameters().get("mode") == "people":
        return prepare_with_people()
    if parameters().get("mode") == "slow":
        print("preparing", flush=True)
        time.sleep(60)
    shutil.copy(VOLUMES / "raw_data/women.csv", VOLUMES / "data/women.csv")
    shutil.copy(VOLUMES / "raw_labels/labels.csv", VOLUMES / "labels/labels.csv")
    print("prepared")


def prepare_with_people():
    """Cases are approved once somebody lists them in approved.txt beside the labels; work is taken up where it stopped."""
    for kind, name in (("data", "women.csv"), ("labels", "labels.csv")):
        if not (VOLUMES / kind / name).exists():
            shutil.copy(VOLUMES / f"raw_{kind}" / name, VOLUMES / kind / name)
    list_ = VOLUMES / "labels/approved.txt"
    approved = set(list_.read_text().split()) if list_.exists() else set()
    cases = [row["case"] for row in rows(VOLUMES / "labels/labels.csv")]
    status = {case: "approved" if case in approved else "segmented" for case in cases}
    (VOLUMES / "report.yaml").write_text(json.dumps({"status": status, "comment": {case: "" for case in cases}}))
    print(f"{len(approved)} of {len(cases)} approved")


def sanity_check():
    if parameters().get("mode") == "people":
        if not (VOLUMES / "labels/approved.txt").exists():
            print("no case is approved: list them in labels/approved.txt", file=sys.stderr)
            sys.exit(1)
        return
    if parameters().get("sane", True):
        return
    print("the data is not sound", file=sys.stderr)
    sys.exit(1)


def statistics():
    labels = rows(VOLUMES / "labels/labels.csv")
    events = sum(int(row["y"]) for row in labels)
    counts = {"people": len(labels), "events": events, "non_events": len(labels) - events}
    (VOLUMES / "statistics/statistics.yaml").write_text(json.dumps(counts))


def infer():
    print("inferring", flush=True)
    time.sleep(parameters().get("seconds", 0))
    if parameters().get("mode") == "fail":
        print("no weights here", file=sys.stderr)
        sys.exit(3)
    shutil.copy(VOLUMES / "data/women.csv", VOLUMES / "predictions/predictions.csv")


def evaluate():
    if parameters().get("mode") == "slow":
        time.sleep(600)
    y = {row["case"]: int(row["y"]) for row in rows(VOLUMES / "labels/labels.csv")}
    guess = {
        row["case"]: int(float(row["score"]) >= 0.5)
        for row in rows(VOLUMES / "predictions/predictions.csv")
    }
    correct = sum(y[case] == guess[case] for case in y)
    results = {"people": len(y), "correct": correct, "accuracy": correct / len(y)}
    text = json.dumps({"overall": results})
    mode = parameters().get("mode", "honest")
    if mode == "text":
        text = json.dumps({"overall": results | {"accuracy": "Mrs Smith, born 1950"}})
    elif mode == "nan":
        text = "overall: {people: %d, correct: %d, accuracy: .nan}" % (len(y), correct)
    elif mode == "extra":
        text = json.dumps({"overall": results | {"message": 42}})
    elif mode == "large":
        text = "# " + "x" * 10_000_000
    elif mode == "crowd":
        text = json.dumps({"overall": {"people": 100000, "correct": 100000, "accuracy": 1}})
    (VOLUMES / "results/results.yaml").write_text(text)


{
    "prepare": prepare,
    "sanity_check": sanity_check,
    "statistics": statistics,
    "infer": infer,
    "evaluate": evaluate,
}[sys.argv[1]]()
