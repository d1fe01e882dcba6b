package io.consilium.contract.metric;

/** Whom a value is about: everyone, or one level of a subgroup axis. */
public sealed interface Group {
  /** Everyone in the dataset. */
  Group OVERALL = new Overall();

  /** The group's name for people: {@code overall} or {@code texture/lower}. */
  String label();

  /** Everyone in the dataset. */
  record Overall() implements Group {
    @Override
    public String label() {
      return "overall";
    }
  }

  /** The people of one level of an axis. */
  record Subgroup(String axis, String level) implements Group {
    @Override
    public String label() {
      return axis + "/" + level;
    }
  }
}
