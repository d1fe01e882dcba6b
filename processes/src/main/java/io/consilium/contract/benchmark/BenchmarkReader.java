package io.consilium.contract.benchmark;

import static io.consilium.contract.text.Pointers.child;
import static io.consilium.contract.text.Pointers.quote;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.container.TaskName;
import io.consilium.contract.container.VolumeKey;
import io.consilium.contract.metric.Better;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.text.Problems;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads a benchmark from its tree: first the form, then what must hold between its parts. */
final class BenchmarkReader {
  private static final String CONTAINERS = "/containers";
  private static final String METRIC_SCHEMA = "/metric_schema";
  private static final String STATISTICS_SCHEMA = "/statistics_schema";
  private static final String ANALYSIS_PLAN = "/analysis_plan";

  /** Longer steps are a mistake in the unit more often than meant. */
  private static final Duration LONGEST_DEADLINE = Duration.ofDays(30);

  private final JsonNode tree;
  private final Problems problems;

  BenchmarkReader(JsonNode tree, Problems problems) {
    this.tree = tree;
    this.problems = problems;
  }

  void checkForm() {
    ContainerRules containers = new ContainerRules(problems);
    JsonNode nodes = tree.path("containers");
    containers.check(nodes.path("preparator"), Role.PREPARATOR, CONTAINERS + "/preparator");
    containers.check(nodes.path("reference_model"), Role.MODEL, CONTAINERS + "/reference_model");
    containers.check(nodes.path("evaluator"), Role.EVALUATOR, CONTAINERS + "/evaluator");
    DocumentForm.BENCHMARK.check(tree, problems);
  }

  /** The document; complete only when no problem was found. */
  BenchmarkDocument read(String canonicalJson) {
    MetricSchema statistics =
        MetricSchema.readStatistics(tree.path("statistics_schema"), STATISTICS_SCHEMA, problems);
    MetricSchema metrics = MetricSchema.read(tree.path("metric_schema"), METRIC_SCHEMA, problems);
    AnalysisPlan plan = analysisPlan(tree.path("analysis_plan"));
    checkPlan(plan, metrics);
    return new BenchmarkDocument(
        canonicalJson,
        tree.path("id").asText(),
        tree.path("revision").asInt(),
        tree.path("title").asText(),
        tree.path("clinical_question").asText().strip(),
        Words.of(Audience.class, tree.path("audience")),
        committee(tree.path("committee")),
        containers(tree.path("containers")),
        new DemoDataset(tree.path("demo_dataset").path("sha256").asText()),
        preparation(tree.path("preparation")),
        policy(tree.path("policy")),
        statistics,
        metrics,
        plan);
  }

  private static Committee committee(JsonNode node) {
    return new Committee(node.path("name").asText(), Words.list(node.path("members")));
  }

  private static Containers containers(JsonNode node) {
    return new Containers(
        ContainerReader.read(node.path("preparator")),
        ContainerReader.read(node.path("reference_model")),
        ContainerReader.read(node.path("evaluator")));
  }

  private Preparation preparation(JsonNode node) {
    boolean reports =
        ContainerReader.read(tree.path("containers").path("preparator"))
            .config()
            .task(TaskName.PREPARE)
            .flatMap(task -> task.output(VolumeKey.REPORT_FILE))
            .isPresent();
    if (!node.isMissingNode() && !reports) {
      problems.add(
          "/preparation/stages",
          "are those of a report, but the preparator's task prepare has no report_file among its"
              + " output_volumes: add it, or remove the stages");
    }
    return new Preparation(Words.list(node.path("stages")));
  }

  private Policy policy(JsonNode node) {
    return new Policy(
        node.path("minimum_count").asInt(), deadline(node.path("execution_deadline").asText()));
  }

  private Duration deadline(String text) {
    String place = "/policy/execution_deadline";
    try {
      Duration deadline = Duration.parse(text);
      if (deadline.isNegative() || deadline.isZero()) {
        problems.add(place, "must be longer than nothing, for example PT2H");
      } else if (deadline.compareTo(LONGEST_DEADLINE) > 0) {
        problems.add(place, "must be at most 30 days, for example PT2H");
      }
      return deadline;
    } catch (DateTimeParseException e) {
      problems.add(place, quote(text) + " is not an ISO 8601 duration such as PT2H or PT30M");
      return Duration.ZERO;
    }
  }

  private static AnalysisPlan analysisPlan(JsonNode node) {
    return new AnalysisPlan(
        node.path("primary_metric").asText(),
        Words.of(Estimator.class, node.path("estimator")),
        Words.of(IntervalMethod.class, node.path("intervals")),
        node.path("confidence_level").asDouble(),
        node.path("minimum_facilities").asInt(),
        Words.list(node.path("subgroups")),
        Words.of(Ranking.class, node.path("ranking")),
        Words.of(MissingData.class, node.path("missing_data")));
  }

  private void checkPlan(AnalysisPlan plan, MetricSchema metrics) {
    String primary = child(ANALYSIS_PLAN, "primary_metric");
    Optional<Metric> metric = metrics.metric(plan.primaryMetric());
    if (metric.isEmpty()) {
      problems.add(
          primary,
          "%s is not a metric of metric_schema; known are %s"
              .formatted(
                  quote(plan.primaryMetric()),
                  String.join(", ", metrics.metrics().stream().map(Metric::id).toList())));
    } else {
      checkPrimary(metric.get(), plan, primary);
    }
    for (int i = 0; i < plan.subgroups().size(); i++) {
      String axis = plan.subgroups().get(i);
      String place = child(child(ANALYSIS_PLAN, "subgroups"), i);
      if (metrics.axis(axis).isEmpty()) {
        problems.add(place, quote(axis) + " is not a subgroup axis of metric_schema");
      } else if (metric.isPresent() && !metric.get().subgroups().contains(axis)) {
        problems.add(
            place,
            "%s is not given for the primary metric %s: add it to the metric's subgroups"
                .formatted(quote(axis), quote(plan.primaryMetric())));
      }
    }
  }

  private void checkPrimary(Metric metric, AnalysisPlan plan, String place) {
    boolean poolable =
        switch (metric.kind()) {
          case PROPORTION, AUROC -> true;
          case MEAN, RATIO, COEFFICIENT -> metric.uncertainty().isPresent();
          case COUNT -> false;
        };
    if (!poolable) {
      String why =
          metric.kind() == MetricKind.COUNT
              ? "is a count, which answers no question"
              : "has no uncertainty, so that it cannot be pooled";
      problems.add(place, quote(metric.id()) + " " + why);
    }
    if (plan.ranking() != Ranking.NONE && metric.better() == Better.NONE) {
      problems.add(
          child(ANALYSIS_PLAN, "ranking"),
          "needs a direction: the primary metric's better is none");
    }
  }
}
