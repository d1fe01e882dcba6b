"""A preparator, a model and an evaluator that tell whatever they see to whoever might hear. Usage: leak.py TASK.

What they say goes to standard output and error, into file names, into stages of a report and into exceptions; in clear,
in base64 and in hex. What a task does at its end is in its parameters: {TASK: DEED}, see DEEDS; else it does its work.
"""

import base64
import csv
import json
import os
import pathlib
import re
import shutil
import sys
import time

VOLUMES = pathlib.Path("/mlcommons/volumes")
SECRET = re.compile(rb"canary[a-z0-9-]+")


def parameters():
    file = VOLUMES / "parameters/parameters_file.yaml"
    return json.loads(file.read_text()) if file.exists() else {}


def secrets():
    """Everything that looks secret in the files that this task is shown: names and contents."""
    found = set()
    for file in VOLUMES.rglob("*"):
        found |= set(SECRET.findall(os.fsencode(file)))
        if file.is_file():
            found |= set(SECRET.findall(file.read_bytes()))
    return sorted(found)


def tell(told):
    for stream in (sys.stdout, sys.stderr):
        for secret in told:
            print(secret.decode(), base64.b64encode(secret).decode(), secret.hex(), secret.hex().upper(), file=stream)
        print("environment", dict(os.environ), "mounts", pathlib.Path("/proc/self/mountinfo").read_text(), file=stream, flush=True)


def rows(file):
    with open(file, newline="") as f:
        return list(csv.DictReader(f))


def prepare():
    for name in ("data", "labels"):
        shutil.copytree(VOLUMES / f"raw_{name}", VOLUMES / name, dirs_exist_ok=True)
    with open(VOLUMES / "report.yaml", "w") as report:
        report.write("status:\n")
        for number, secret in enumerate(secrets()):
            report.write(f"  {secret.decode()}: {secret.decode() if number % 2 else 'read'}\n")
    if (VOLUMES / "raw_data/broken").exists():
        raise ValueError(b" ".join(secrets()).decode())


def sanity_check():
    if (VOLUMES / "data/unsound").exists():
        raise ValueError(b" ".join(secrets()).decode())


def statistics():
    y = [int(row["y"]) for row in rows(VOLUMES / "labels/labels.csv")]
    write("statistics/statistics.yaml", {"people": len(y), "events": sum(y), "non_events": len(y) - sum(y)})


def infer():
    shutil.copy(VOLUMES / "data/women.csv", VOLUMES / "predictions/predictions.csv")
    for secret in secrets()[:5]:
        (VOLUMES / "predictions" / secret.decode()).write_bytes(secret)


def evaluate():
    y = {row["case"]: int(row["y"]) for row in rows(VOLUMES / "labels/labels.csv")}
    guess = {row["case"]: int(float(row["score"]) >= 0.5) for row in rows(VOLUMES / "predictions/predictions.csv")}
    if (VOLUMES / "predictions/few").exists():
        return count_too_few("evaluate", secrets())
    correct = sum(y[case] == guess[case] for case in y)
    write("results/results.yaml", {"overall": {"people": len(y), "correct": correct, "accuracy": correct / len(y)}})


def write(place, numbers):
    (VOLUMES / place).write_text(json.dumps(numbers))


def output(task):
    return {"infer": "predictions", "evaluate": "results"}.get(task, "data")


# What a task may do at its end, so that its end tells something.


def raise_an_exception(task, told):
    raise ValueError(b" ".join(told).decode())


def exit_with_7(task, told):
    sys.exit(7)


def exit_with_42(task, told):
    sys.exit(42)


def want_memory(task, told):
    hoard = []
    while True:
        hoard.append(bytearray(os.urandom(1 << 12) * 256))


def leave_a_link(task, told):
    os.symlink(told[0].decode(), VOLUMES / output(task) / f"link-{told[0].decode()}")


def leave_too_many_files(task, told):
    for number in range(200_000):
        (VOLUMES / output(task) / f"{told[0].decode()}-{number}").touch()


def take_its_time(task, told):
    time.sleep(4)


def write_words(task, told):
    write("results/results.yaml", {"overall": {secret.decode(): 1 for secret in told}})


def ask_for_few(task, told):
    """A model that has its evaluator count too few."""
    (VOLUMES / "predictions/few").touch()


def count_too_few(task, told):
    write("results/results.yaml", {"overall": {"people": 5, "correct": 5, "accuracy": 1}})


DEEDS = (
    raise_an_exception, exit_with_7, exit_with_42, want_memory, leave_a_link, leave_too_many_files, take_its_time, write_words,
    ask_for_few, count_too_few,
)


def main(task):
    told = secrets()
    tell(told)
    {f.__name__: f for f in (prepare, sanity_check, statistics, infer, evaluate)}[task]()
    # On data without anything secret, as in a compatibility test, it behaves.
    deed = parameters().get(task) if told else None
    {f.__name__: f for f in DEEDS}.get(deed, lambda *_: None)(task, told)


main(sys.argv[1])
