package io.consilium.worker.authorisation;

import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A figure that could leave the site, in words.
 *
 * @param id short name, unique within its schema
 * @param title name for people
 * @param kind what sort of quantity it is, in words
 * @param restsOn what is counted of the people that it rests on; each count must reach the minimum
 * @param decimals digits after the point
 * @param subgroups for whom it is given beside everyone: each division with its groups
 */
public record ProposedFigure(
    String id,
    String title,
    String kind,
    List<String> restsOn,
    int decimals,
    List<String> subgroups) {

  public ProposedFigure {
    restsOn = List.copyOf(restsOn);
    subgroups = List.copyOf(subgroups);
  }

  static List<ProposedFigure> of(MetricSchema schema) {
    return schema.metrics().stream().map(metric -> of(metric, schema)).toList();
  }

  private static ProposedFigure of(Metric metric, MetricSchema schema) {
    return new ProposedFigure(
        metric.id(),
        metric.title(),
        kind(metric, schema),
        metric.people().stream().map(id -> title(id, schema)).toList(),
        metric.decimals(),
        metric.subgroups().stream()
            .flatMap(id -> schema.axis(id).stream())
            .map(axis -> axis.title() + " (" + String.join(", ", axis.levels()) + ")")
            .toList());
  }

  private static String kind(Metric metric, MetricSchema schema) {
    String kind =
        switch (metric.kind()) {
          case PROPORTION ->
              "proportion"
                  + metric
                      .fraction()
                      .map(
                          of ->
                              ": %s of %s"
                                  .formatted(
                                      title(of.numerator(), schema),
                                      title(of.denominator(), schema)))
                      .orElse("");
          case MEAN -> "mean";
          case AUROC -> "area under the ROC curve";
          case RATIO -> "ratio";
          case COUNT -> "count";
          case COEFFICIENT -> "coefficient";
        };
    return metric.uncertainty().isPresent() ? kind + ", with its uncertainty" : kind;
  }

  private static String title(String id, MetricSchema schema) {
    return schema.metric(id).map(Metric::title).orElse(id);
  }

  /** All of it in one line. */
  public String words() {
    List<String> parts = new ArrayList<>();
    parts.add(kind);
    parts.add(decimals == 1 ? "1 decimal" : decimals + " decimals");
    parts.add("rests on " + String.join(" and ", restsOn));
    if (!subgroups.isEmpty()) {
      parts.add("also by " + subgroups.stream().collect(Collectors.joining(" and by ")));
    }
    return title + " (" + String.join("; ", parts) + ")";
  }
}
