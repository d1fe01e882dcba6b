"""Shares the women of the Wisconsin Diagnostic Breast Cancer set out to the model owners and five facilities.

Usage: split.py OUT [model-owners|demo|facilities]...      (default: all three)

Writes, for each part, CSV files as a facility's laboratory would export them:
  OUT/model-owners/{data/aspirates.csv,labels/diagnoses.csv}
  OUT/facilities/ID/{data/aspirates.csv,labels/diagnoses.csv,people}
  OUT/demo.tar.gz: the same for 80 of the model owners' women, with MedPerf's paths.yaml at its root
and prints the class counts.

The rule. Each woman has, for each purpose, one draw between 0 and 1: a hash of the seed, the purpose and her row in the
source. So the rule needs no generator of random numbers and gives the same parts everywhere, for ever.
1. Model owners: of each class, the 40 % with the smallest draws.
2. Facilities: each other woman falls into facility f with a probability in proportion to share(f) * exp(tilt(f) * z), where
   z runs from -1 (smallest mean radius of the nuclei) to 1 (largest). So the case mix differs softly: every facility sees
   every kind of case, the cancer centre more of the advanced ones.
3. Demo: of the model owners' women, the 20 with the smallest draws of each class on each side of the texture cut.
The seed is one with which every facility has at least 10 women of each class; the script fails if that is not so.
"""

import csv
import gzip
import hashlib
import io
import math
import pathlib
import shutil
import statistics
import sys
import tarfile

SOURCE = pathlib.Path("/usr/lib/python3/dist-packages/sklearn/datasets/data/breast_cancer.csv")
SEED = 5
OWNERS_SHARE = 0.40
FACILITIES = {  # id: (share, tilt)
    "aurora": (0.30, 0.0),
    "borealis": (0.23, -0.5),
    "cedar": (0.19, 0.5),
    "delta": (0.16, 0.8),
    "elm": (0.12, -0.3),
}
MINIMUM_PER_CLASS = 10
DEMO_PER_CELL = 20

MEASURES = (
    "radius texture perimeter area smoothness compactness concavity concave_points symmetry fractal_dimension".split()
)
FEATURES = [f"mean_{m}" for m in MEASURES] + [f"{m}_error" for m in MEASURES] + [f"worst_{m}" for m in MEASURES]
# The side of the cut on which a woman falls: how much the grey-scale texture varies between her nuclei.
TEXTURE = FEATURES.index("texture_error")
SIZE = FEATURES.index("mean_radius")
DIAGNOSES = {"0": "malignant", "1": "benign"}


class Woman:
    def __init__(self, row, cells):
        self.row = row
        self.features = cells[: len(FEATURES)]  # as texts: a part repeats the source's digits
        self.diagnosis = DIAGNOSES[cells[len(FEATURES)]]

    def value(self, index):
        return float(self.features[index])

    def draw(self, purpose):
        digest = hashlib.sha256(f"breast-fna/{SEED}/{purpose}/{self.row}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48


def read_source():
    with SOURCE.open(newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [Woman(number, cells) for number, cells in enumerate(rows, start=1)]


def choose_owners(women):
    owners = []
    for diagnosis in DIAGNOSES.values():
        of_class = sorted((w for w in women if w.diagnosis == diagnosis), key=lambda w: w.draw("model-owners"))
        owners += of_class[: round(OWNERS_SHARE * len(of_class))]
    return owners


def share_out(women):
    by_size = sorted(women, key=lambda w: (w.value(SIZE), w.row))
    parts = {facility: [] for facility in FACILITIES}
    for rank, woman in enumerate(by_size):
        z = 2 * rank / (len(by_size) - 1) - 1
        weights = [share * math.exp(tilt * z) for share, tilt in FACILITIES.values()]
        target = woman.draw("facility") * sum(weights)
        for facility, weight in zip(FACILITIES, weights):
            target -= weight
            if target < 0:
                break
        parts[facility].append(woman)
    return parts


def choose_demo(owners, cut):
    demo = []
    for diagnosis in DIAGNOSES.values():
        for upper in (False, True):
            cell = [w for w in owners if w.diagnosis == diagnosis and (w.value(TEXTURE) >= cut) == upper]
            demo += sorted(cell, key=lambda w: w.draw("demo"))[:DEMO_PER_CELL]
    return demo


def as_csv(header, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def laboratory_files(name, women):
    """The files of one part, by path. The order of the women says nothing about them."""
    named = [(f"{name}-{n:03d}", w) for n, w in enumerate(sorted(women, key=lambda w: w.draw("order")), start=1)]
    return {
        "data/aspirates.csv": as_csv(["id", *FEATURES], ([i, *w.features] for i, w in named)),
        "labels/diagnoses.csv": as_csv(["id", "diagnosis"], ([i, w.diagnosis] for i, w in named)),
    }


def write_folder(folder, files):
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


def write_tarball(target, files):
    """A tarball that depends on nothing but the files: fixed order, times, owners and modes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as raw, gzip.GzipFile(fileobj=raw, filename="", mode="wb", mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tarball:
            for path, text in sorted(files.items()):
                content = text.encode()
                entry = tarfile.TarInfo(path)
                entry.size = len(content)
                entry.mode = 0o644
                tarball.addfile(entry, io.BytesIO(content))


def count(women, diagnosis):
    return sum(w.diagnosis == diagnosis for w in women)


def print_counts(parts, cut):
    print(f"{'part':14}{'women':>7}{'malignant':>11}{'benign':>8}   malignant + benign: lower texture, upper texture")
    for name, women in parts.items():
        lower = [w for w in women if w.value(TEXTURE) < cut]
        upper = [w for w in women if w.value(TEXTURE) >= cut]
        levels = ", ".join(f"{count(x, 'malignant'):3} +{count(x, 'benign'):3}" for x in (lower, upper))
        print(f"{name:14}{len(women):7}{count(women, 'malignant'):11}{count(women, 'benign'):8}   {levels}")
    print(f"texture cut (median of texture_error over the model owners' part): {cut:.3f}")


def main(out, wanted):
    women = read_source()
    owners = choose_owners(women)
    facilities = share_out([w for w in women if w not in owners])
    cut = round(statistics.median(w.value(TEXTURE) for w in owners), 3)
    demo = choose_demo(owners, cut)
    for facility, part in facilities.items():
        for diagnosis in DIAGNOSES.values():
            if count(part, diagnosis) < MINIMUM_PER_CLASS:
                sys.exit(f"error: {facility} has fewer than {MINIMUM_PER_CLASS} {diagnosis} cases. Choose another SEED.")

    if "model-owners" in wanted:
        write_folder(out / "model-owners", laboratory_files("owners", owners))
    if "demo" in wanted:
        paths = "data_path: data\nlabels_path: labels\n"
        write_tarball(out / "demo.tar.gz", {"paths.yaml": paths, **laboratory_files("demo", demo)})
    if "facilities" in wanted:
        for facility, part in facilities.items():
            files = {**laboratory_files(facility, part), "people": f"{len(part)}\n"}
            write_folder(out / "facilities" / facility, files)
    print_counts({"model-owners": owners, "(demo of it)": demo, **facilities}, cut)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        print(__doc__)
        sys.exit(0 if sys.argv[1:] in (["-h"], ["--help"]) else 2)
    main(pathlib.Path(sys.argv[1]), sys.argv[2:] or ["model-owners", "demo", "facilities"])
