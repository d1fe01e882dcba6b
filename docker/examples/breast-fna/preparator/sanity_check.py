"""Fails unless the prepared folders are what the benchmark's models and evaluator expect."""

from records import LEVELS, VOLUMES, fail, read_features, read_tables, require_same_ids, texture_cut, texture_level


def main():
    features = read_features(VOLUMES / "data")
    labels = read_tables(VOLUMES / "labels", ["label", "texture"])
    require_same_ids(features, labels)
    cut = texture_cut()
    for identity, (place, row) in labels.items():
        if row["label"] not in ("0", "1"):
            fail(f"{place}: the label is {row['label']!r}; 0 or 1 is expected")
        if row["texture"] not in LEVELS:
            fail(f"{place}: the texture is {row['texture']!r}; {' or '.join(LEVELS)} is expected")
        if row["texture"] != texture_level(features[identity], cut):
            fail(f"{place}: the texture {row['texture']} does not fit the features and the cut at {cut}")
    for label, diagnosis in (("1", "malignant"), ("0", "benign")):
        if not any(row["label"] == label for _, row in labels.values()):
            fail(f"no case is {diagnosis}; both classes are needed")
    print(f"checked {len(labels)} women: in order")


main()
