package io.consilium.demo;

import java.util.List;

/** What a visitor can look at while the demo stays up. */
final class Guide {
  private static final String ROW = "  %-8s %-12s %-28s %s%n";

  private Guide() {}

  static String text(Settings settings, Results results) {
    StringBuilder text = new StringBuilder();
    String platform = settings.platform().toString();
    text.append("\nLook around; log in with one of the accounts below.\n\n");
    text.append("  The report      ").append(platform).append("/rounds/").append(results.roundId());
    text.append("\n  Tasks           ").append(platform).append("/camunda/app/tasklist/default/");
    text.append("\n  Running cases   ").append(platform).append("/camunda/app/cockpit/default/");
    text.append("\n  A hospital      java -jar ")
        .append(settings.root().relativize(settings.workerJar()))
        .append(" --home ")
        .append(settings.root().relativize(settings.run().resolve("sites/aurora")))
        .append(" status\n\n");
    text.append(ROW.formatted("User", "Password", "Who", "Can look at"));
    for (Entry entry : ENTRIES) {
      text.append(
          ROW.formatted(
              entry.person().id(),
              entry.person().password(),
              entry.person().name() + ", " + entry.person().role(),
              entry.sees()));
    }
    text.append("\nCtrl-C takes everything down.");
    return text.toString();
  }

  private record Entry(Person person, String sees) {}

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry(Person.CHLOE, "tasks of the benchmark, report"),
          new Entry(Person.DEV, "tasks of the benchmark, report"),
          new Entry(Person.ADA, "tasks of the platform"),
          new Entry(Person.MAX, "his models, report"),
          new Entry(Person.INES, "her benchmark"),
          new Entry(Person.OLGA, "running cases in Cockpit, facilities"));
}
