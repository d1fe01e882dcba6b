package io.consilium.worker.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.contract.text.Problems;
import io.consilium.contract.text.StrictYaml;
import io.consilium.contract.text.YamlDocument;
import io.consilium.worker.sandbox.EngineWeakness;
import io.consilium.worker.sandbox.GpuLoan;
import io.consilium.worker.sandbox.Limits.TmpPrograms;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What {@code site-policy.yaml} allows. No task, document or operator can widen it.
 *
 * @param minimumCount fewest people that a released figure rests on; at least 1
 * @param release who releases results
 * @param resources what one container may use
 * @param stepDeadline longest time that one container may run
 * @param slots containers that may run at the same time
 * @param failureDetail what the platform learns of a failure
 * @param runsPerDatasetAndModel most executions of one model on one version of a dataset
 * @param runAs user and group of the process in a container
 * @param sandbox what a container may have beyond the usual
 * @param acceptance how long the data owner's word holds, and whose signature stands for it
 * @param preparation how prepared data is looked after
 * @param network how what is outside may be reached
 * @param disclosure bounds of the release gate
 * @param hash SHA-256 of the file's bytes, 64 hex digits, named in every release
 */
public record SitePolicy(
    int minimumCount,
    Release release,
    Resources resources,
    Duration stepDeadline,
    int slots,
    FailureDetail failureDetail,
    int runsPerDatasetAndModel,
    RunAs runAs,
    NetworkRules network,
    Sandbox sandbox,
    AcceptancePolicy acceptance,
    Preparation preparation,
    DisclosurePolicy disclosure,
    String hash) {

  /** Who releases results. */
  public enum Release {
    /** A person, one result at a time. */
    BY_HAND,
    /** The worker, as soon as the disclosure rules let a result pass. */
    AUTOMATIC
  }

  /** What the platform learns of a failure. */
  public enum FailureDetail {
    /** One of the reasons of the contract, nothing else. */
    COARSE
  }

  /**
   * What one container may use.
   *
   * @param memory bytes of memory; swap is not added
   * @param cpus processors, for example 1.5
   * @param pids processes and threads
   * @param shm bytes of /dev/shm
   * @param tmp bytes of /tmp
   * @param outputBytes bytes that a step may write to its output
   * @param outputFiles files that a step may write to its output
   */
  public record Resources(
      long memory, double cpus, int pids, long shm, long tmp, long outputBytes, int outputFiles) {}

  /**
   * What a container may have beyond the usual, and what an engine may lack.
   *
   * @param gpus graphics processors that are lent to containers that ask for them
   * @param tmpExec whether programs may be run from /tmp
   * @param engineExceptions limits that an engine need not be able to set
   */
  public record Sandbox(GpuLoan gpus, TmpPrograms tmpExec, Set<EngineWeakness> engineExceptions) {
    public Sandbox {
      engineExceptions = Set.copyOf(engineExceptions);
    }
  }

  /**
   * How prepared data is looked after.
   *
   * @param fullCheckEvery before an execution every prepared file is read, when the last time was
   *     longer ago; zero: always
   * @param progress whether coarse shares of a preparation may leave
   */
  public record Preparation(Duration fullCheckEvery, Progress progress) {}

  /** Whether the progress of a preparation may leave, in coarse shares. */
  public enum Progress {
    /** When the data owner consented for the dataset. */
    WITH_CONSENT,
    NEVER
  }

  /** Whether the platform may be called without https when it is not on this machine. */
  public enum PlainHttp {
    REFUSED,
    ALLOWED
  }

  /** How what is outside may be reached. */
  public record NetworkRules(PlainHttp plainHttp) {}

  /** Numeric user and group; never root. */
  public record RunAs(int user, int group) {
    @Override
    public String toString() {
      return user + ":" + group;
    }
  }

  /** What a new site starts with. */
  public static final String DEFAULT_FILE =
      """
      # What this site allows. Nothing outside can change it. The worker reads it when it starts.
      minimum_count: 10                # people that every released figure rests on, at least
      release: by-hand                 # by-hand | automatic
      resources:                       # of one container
        memory: 2g
        cpus: 1.0
        pids: 256
        shm: 64m
        tmp: 256m
        output_bytes: 1g
        output_files: 20000
      step_deadline: PT30M             # of one container
      slots: 1                         # containers at the same time
      failure_detail: coarse           # what the platform learns of a failure
      runs_per_dataset_and_model: 3
      run_as: "10001:10001"            # user and group in a container
      network:
        plain_http: refused            # refused | allowed: http to a platform on another machine
      sandbox:
        gpus: none                     # none | all | a list such as ["0", "1"]; for containers that ask
        tmp_exec: forbidden            # forbidden | allowed: programs run from /tmp
        engine_exceptions: []          # limits that an engine may lack: memory-limit, cpu-limit, pids-limit
      acceptance:
        valid_for: P180D               # how long what a person accepted may run
      preparation:
        full_check_every: P7D          # reads every prepared file before an execution
        progress: with-consent         # with-consent | never
      disclosure:
        max_bits: 512                  # that one result can carry
        round_counts_to: 1             # 1 | 5 | 10
        session: PT15M                 # for which the release key stays unlocked, at most
      """;

  private static final Pattern USER_AND_GROUP =
      Pattern.compile("([1-9][0-9]{0,8}):([1-9][0-9]{0,8})");
  private static final Pattern GPU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._-]{0,99}");
  private static final long MEBIBYTE = 1L << 20;

  /**
   * Reads {@code site-policy.yaml}; what it leaves out has the value of a new site.
   *
   * @throws io.consilium.contract.text.InvalidDocumentException naming every wrong field
   */
  public static SitePolicy parse(byte[] yaml) {
    YamlDocument document = StrictYaml.read("site-policy.yaml", yaml, StrictYaml.Limits.DOCUMENT);
    Problems problems = new Problems();
    Fields top = new Fields(document.tree(), "", problems);
    SitePolicy policy =
        new SitePolicy(
            top.integer("minimum_count", 10, 1, 1_000_000),
            choice(top, "release", Release.BY_HAND, Release.values()),
            resources(top.child("resources")),
            top.parsed(
                "step_deadline",
                Duration.ofMinutes(30),
                "a duration such as PT30M, from PT1S to P7D",
                SitePolicy::deadline),
            top.integer("slots", 1, 1, 64),
            choice(top, "failure_detail", FailureDetail.COARSE, FailureDetail.values()),
            top.integer("runs_per_dataset_and_model", 3, 1, 1000),
            top.parsed(
                "run_as",
                new RunAs(10001, 10001),
                "\"user:group\" as numbers that are not 0",
                SitePolicy::runAs),
            networkRules(top.child("network")),
            sandbox(top.child("sandbox"), problems),
            AcceptancePolicy.read(top.child("acceptance")),
            preparation(top.child("preparation")),
            DisclosurePolicy.read(top.child("disclosure")),
            CanonicalJson.sha256(yaml));
    top.refuseOthers();
    document.throwIfAny(problems);
    return policy;
  }

  private static NetworkRules networkRules(Fields fields) {
    NetworkRules rules =
        new NetworkRules(choice(fields, "plain_http", PlainHttp.REFUSED, PlainHttp.values()));
    fields.refuseOthers();
    return rules;
  }

  private static Resources resources(Fields fields) {
    Resources resources =
        new Resources(
            size(fields, "memory", 2048 * MEBIBYTE),
            fields.number("cpus", 1.0, 0.01, 1024),
            fields.integer("pids", 256, 1, 1_000_000),
            size(fields, "shm", 64 * MEBIBYTE),
            size(fields, "tmp", 256 * MEBIBYTE),
            size(fields, "output_bytes", 1024 * MEBIBYTE),
            fields.integer("output_files", 20_000, 1, 100_000_000));
    fields.refuseOthers();
    return resources;
  }

  private static Sandbox sandbox(Fields fields, Problems problems) {
    Sandbox sandbox =
        new Sandbox(
            gpus(fields, problems),
            choice(fields, "tmp_exec", TmpPrograms.FORBIDDEN, TmpPrograms.values()),
            exceptions(fields, problems));
    fields.refuseOthers();
    return sandbox;
  }

  private static GpuLoan gpus(Fields fields, Problems problems) {
    Optional<JsonNode> node = fields.node("gpus");
    String text = node.map(JsonNode::asText).orElse("none");
    if (text.equals("none")) {
      return new GpuLoan.None();
    }
    if (text.equals("all")) {
      return new GpuLoan.All();
    }
    List<String> ids = texts(node.orElseThrow());
    if (ids.isEmpty() || !ids.stream().allMatch(id -> GPU.matcher(id).matches())) {
      problems.add(
          fields.place("gpus"),
          "must be none, all, or a list of numbers or identifiers in quotes such as [\"0\", \"1\"], not "
              + node.get());
      return new GpuLoan.None();
    }
    return new GpuLoan.Listed(ids);
  }

  private static Set<EngineWeakness> exceptions(Fields fields, Problems problems) {
    Set<EngineWeakness> exceptions = EnumSet.noneOf(EngineWeakness.class);
    Optional<JsonNode> node = fields.node("engine_exceptions");
    if (node.isEmpty()) {
      return exceptions;
    }
    for (EngineWeakness weakness : EngineWeakness.values()) {
      if (texts(node.get()).contains(weakness.word())) {
        exceptions.add(weakness);
      }
    }
    if (!node.get().isArray() || exceptions.size() != node.get().size()) {
      problems.add(
          fields.place("engine_exceptions"),
          "must be a list of some of memory-limit, cpu-limit, pids-limit, not " + node.get());
    }
    return exceptions;
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(entry -> list.isArray() && entry.isTextual())
        .map(JsonNode::textValue)
        .toList();
  }

  private static Preparation preparation(Fields fields) {
    Preparation preparation =
        new Preparation(
            fields.parsed(
                "full_check_every",
                Duration.ofDays(7),
                "a duration such as P7D or PT0S (always), at most P365D",
                SitePolicy::interval),
            choice(fields, "progress", Progress.WITH_CONSENT, Progress.values()));
    fields.refuseOthers();
    return preparation;
  }

  private static Optional<Duration> interval(String text) {
    try {
      return Optional.of(Duration.parse(text))
          .filter(duration -> !duration.isNegative())
          .filter(duration -> duration.compareTo(Duration.ofDays(365)) <= 0);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static long size(Fields fields, String key, long fallback) {
    return fields.parsed(key, fallback, "a size such as 512m or 2g", ByteSize::parse);
  }

  private static <E extends Enum<E>> E choice(Fields fields, String key, E fallback, E[] choices) {
    return fields.parsed(
        key,
        fallback,
        String.join(" or ", Arrays.stream(choices).map(SitePolicy::word).toList()),
        text -> Arrays.stream(choices).filter(choice -> word(choice).equals(text)).findFirst());
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<Duration> deadline(String text) {
    try {
      Duration duration = Duration.parse(text);
      boolean sensible =
          duration.compareTo(Duration.ofSeconds(1)) >= 0
              && duration.compareTo(Duration.ofDays(7)) <= 0;
      return sensible ? Optional.of(duration) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<RunAs> runAs(String text) {
    Matcher form = USER_AND_GROUP.matcher(text);
    return form.matches()
        ? Optional.of(new RunAs(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }
}
