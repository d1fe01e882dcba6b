package io.consilium.contract.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.contract.text.Problems;
import io.consilium.contract.text.StrictYaml;
import io.consilium.contract.text.YamlDocument;

/**
 * A revision of a benchmark: everything that is needed to run it and to judge its results.
 *
 * <p>Two documents are equal when their canonical JSON is: the order of keys, comments and the
 * style of the YAML do not count.
 *
 * @param canonicalJson the document as written, as canonical JSON (RFC 8785); the digest is over it
 * @param id short name of the benchmark
 * @param revision number of the revision, from 1
 * @param title name for people
 * @param clinicalQuestion what the benchmark wants to know
 * @param audience the widest audience that will ever be asked for
 * @param committee who governs it
 * @param containers what runs
 * @param demoDataset what it is tried on
 * @param preparation how a preparation that people take part in goes
 * @param policy what it demands of sites
 * @param statisticsSchema which counts of a dataset are released
 * @param metricSchema which figures of an execution are released
 * @param analysisPlan how results are analysed
 */
public record BenchmarkDocument(
    String canonicalJson,
    String id,
    int revision,
    String title,
    String clinicalQuestion,
    Audience audience,
    Committee committee,
    Containers containers,
    DemoDataset demoDataset,
    Preparation preparation,
    Policy policy,
    MetricSchema statisticsSchema,
    MetricSchema metricSchema,
    AnalysisPlan analysisPlan) {
  private static final String NAME = "benchmark.yaml";

  /**
   * Reads a benchmark.yaml.
   *
   * @throws io.consilium.contract.text.InvalidDocumentException naming everything that is wrong
   */
  public static BenchmarkDocument parse(String yaml) {
    YamlDocument document = StrictYaml.read(NAME, yaml, StrictYaml.Limits.DOCUMENT);
    Problems problems = new Problems();
    BenchmarkReader reader = new BenchmarkReader(document.tree(), problems);
    reader.checkForm();
    document.throwIfAny(problems);
    BenchmarkDocument benchmark = reader.read(CanonicalJson.write(document.tree()));
    document.throwIfAny(problems);
    return benchmark;
  }

  /**
   * Reads the text of {@link #canonicalJson()} back, with the same checks as {@link #parse}.
   *
   * @throws io.consilium.contract.text.InvalidDocumentException naming everything that is wrong
   */
  public static BenchmarkDocument fromCanonicalJson(String json) {
    JsonNode tree = CanonicalJson.read(NAME, json);
    Problems problems = new Problems();
    BenchmarkReader reader = new BenchmarkReader(tree, problems);
    reader.checkForm();
    problems.throwIfAny(NAME);
    BenchmarkDocument benchmark = reader.read(json);
    problems.throwIfAny(NAME);
    return benchmark;
  }

  /** {@code sha256:} and 64 hex digits of the canonical JSON. */
  public String digest() {
    return CanonicalJson.digest(canonicalJson);
  }
}
