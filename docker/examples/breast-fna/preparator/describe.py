"""Counts the prepared women, and those with and without a malignant finding."""

from records import VOLUMES, read_tables


def main():
    labels = [row["label"] for _, row in read_tables(VOLUMES / "labels", ["label"]).values()]
    people, events = len(labels), labels.count("1")
    (VOLUMES / "statistics" / "statistics.yaml").write_text(
        f"people: {people}\nevents: {events}\nnon_events: {people - events}\n"
    )


main()
