package io.consilium.worker.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.contract.text.Problem;
import io.consilium.contract.text.StrictYaml;
import io.consilium.worker.sandbox.Limits.TmpPrograms;
import io.consilium.worker.site.PolicyReport.Origin;
import io.consilium.worker.site.PolicyReport.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads {@code site.yaml} and {@code site-policy.yaml}, and says what they mean. */
public final class PolicyCheck {
  private static final String POLICY = "site-policy.yaml";
  private static final String SITE = "site.yaml";
  private static final int USUAL_COUNT = 10;
  private static final int MANY_RUNS = 10;
  private static final Duration LONG_STEP = Duration.ofHours(24);
  private static final Duration LONG_VALIDITY = Duration.ofDays(366);
  private static final String LOOPBACK = "localhost|127\\.[0-9.]+|\\[::1]";

  private final List<Setting> settings = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private PolicyCheck() {}

  /** Checks the files of a site; it need not be one that the worker could start. */
  public static PolicyReport of(SiteHome home) {
    PolicyCheck check = new PolicyCheck();
    check.bytes(home.policyFile()).ifPresent(check::readPolicy);
    check.bytes(home.siteFile()).ifPresent(check::readSite);
    return new PolicyReport(check.settings, check.mistakes, check.warnings);
  }

  private Optional<byte[]> bytes(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      mistakes.add(
          "%s cannot be read: name the site's folder with --home, or make one with 'consilium init'"
              .formatted(file));
      return Optional.empty();
    }
  }

  private void readPolicy(byte[] yaml) {
    try {
      SitePolicy policy = SitePolicy.parse(yaml);
      describe(policy, new Place(POLICY, tree(POLICY, yaml)));
      warn(policy);
    } catch (InvalidDocumentException e) {
      wrong(POLICY, e);
    }
  }

  private void readSite(byte[] yaml) {
    try {
      SiteSettings site = SiteSettings.parse(yaml);
      Place in = new Place(SITE, tree(SITE, yaml));
      add(in, "facility.id", site.facilityId(), "the platform knows the site by it");
      add(in, "facility.name", site.name(), "the site's name for people");
      add(in, "facility.organisation", site.organisation(), "whose site it is");
      add(in, "platform.url", site.platform(), "the one platform that the worker calls");
      describe(site.engines(), in);
      add(in, "registries", words(site.registries()), "images come from nowhere else");
      if ("http".equals(site.platform().getScheme())
          && !site.platform().getHost().matches(LOOPBACK)) {
        warnings.add(
            "platform.url in site.yaml is not https: whoever listens in between reads and changes what is said");
      }
    } catch (InvalidDocumentException e) {
      wrong(SITE, e);
    }
  }

  private void describe(EngineList engines, Place in) {
    String place = in.tree().has("engines") ? "engines" : "engine.host";
    for (EngineList.Named engine : engines.engines()) {
      add(in, place, engine.host(), "a container engine");
      if ("tcp".equals(engine.host().getScheme()) && engine.tls().isEmpty()) {
        warnings.add(
            "the engine %s in site.yaml is called without TLS: who reaches it is root on its machine"
                .formatted(engine.host()));
      }
    }
  }

  private void describe(DisclosurePolicy disclosure, Place in) {
    add(in, "disclosure.max_bits", disclosure.maxBits() + " bits", "most that one result can say");
    add(
        in,
        "disclosure.round_counts_to",
        disclosure.roundCountsTo(),
        disclosure.roundCountsTo() == 1
            ? "counts leave exactly"
            : "counts leave as multiples of it, and proportions are computed from those");
    add(
        in,
        "disclosure.session",
        time(disclosure.session()),
        "longest time for which the release key stays unlocked");
  }

  private static JsonNode tree(String name, byte[] yaml) {
    return StrictYaml.read(name, yaml, StrictYaml.Limits.DOCUMENT).tree();
  }

  private void wrong(String file, InvalidDocumentException e) {
    for (Problem problem : e.problems()) {
      mistakes.add(file + ": " + problem);
    }
  }

  private void describe(SitePolicy policy, Place in) {
    add(
        in,
        "minimum_count",
        policy.minimumCount() + " people",
        "every released figure rests on that many at least; a revision may ask for more");
    add(
        in,
        "release",
        word(policy.release()),
        policy.release() == SitePolicy.Release.BY_HAND
            ? "a person looks at each result before it leaves"
            : "what passes the rules leaves without a person, marked so");
    SitePolicy.Resources resources = policy.resources();
    add(in, "resources.memory", size(resources.memory()), "of one container, without swap");
    add(in, "resources.cpus", resources.cpus(), "processors of one container");
    add(in, "resources.pids", resources.pids(), "processes and threads of one container");
    add(in, "resources.shm", size(resources.shm()), "most shared memory that is granted");
    add(in, "resources.tmp", size(resources.tmp()), "room in /tmp");
    add(in, "resources.output_bytes", size(resources.outputBytes()), "most that a step may write");
    add(in, "resources.output_files", resources.outputFiles(), "most files that a step may write");
    add(in, "step_deadline", time(policy.stepDeadline()), "then a container is ended");
    add(in, "slots", policy.slots(), "containers at the same time");
    add(
        in,
        "failure_detail",
        word(policy.failureDetail()),
        "the platform learns one word of a failure");
    add(
        in,
        "runs_per_dataset_and_model",
        policy.runsPerDatasetAndModel(),
        "how often one model may run on one version of a dataset");
    add(in, "run_as", policy.runAs(), "user and group in a container; never root");
    describe(policy.disclosure(), in);
    describe(policy.acceptance(), in);
    others(in);
  }

  private void describe(AcceptancePolicy acceptance, Place in) {
    add(
        in,
        "acceptance.valid_for",
        time(acceptance.validFor()),
        "then what was accepted runs no more, until it is accepted again");
    add(
        in,
        "acceptance.pinned_keys",
        words(
            acceptance.pinnedKeys().stream()
                .map(key -> key.name() + " (" + key.key().id() + ")")
                .toList()),
        acceptance.pinnedKeys().isEmpty()
            ? "nothing is accepted but by a person here"
            : "what they sign is accepted without a person here");
    add(in, "acceptance.threshold", acceptance.threshold(), "how many pinned keys have to sign");
    add(
        in,
        "acceptance.cosign_keys",
        words(acceptance.cosignKeys().stream().map(key -> key.id()).toList()),
        acceptance.cosignKeys().isEmpty()
            ? "images are held to their digests alone"
            : "no image runs that none of them signed");
  }

  /** What the file says beside all that. */
  private void others(Place in) {
    in.tree()
        .fieldNames()
        .forEachRemaining(
            name -> {
              boolean known =
                  settings.stream()
                      .map(Setting::place)
                      .anyMatch(place -> place.equals(name) || place.startsWith(name + "."));
              if (!known) {
                add(in, name, in.tree().path(name), "see docs/data-owner.md");
              }
            });
  }

  private void warn(SitePolicy policy) {
    AcceptancePolicy acceptance = policy.acceptance();
    if (policy.minimumCount() < USUAL_COUNT) {
      warnings.add(
          "minimum_count is %d: figures about fewer than %d people can point at one of them"
              .formatted(policy.minimumCount(), USUAL_COUNT));
    }
    if (policy.release() == SitePolicy.Release.AUTOMATIC) {
      warnings.add("release is automatic: results leave without anybody here seeing them");
    }
    if (acceptance.validFor().compareTo(LONG_VALIDITY) > 0) {
      warnings.add(
          "acceptance.valid_for is %s: what a person agreed to long ago still runs"
              .formatted(time(acceptance.validFor())));
    }
    if (acceptance.pinnedKeys().size() > 1 && acceptance.threshold() == 1) {
      warnings.add(
          "acceptance.threshold is 1: one stolen key of %d accepts for this site; 2 is safer"
              .formatted(acceptance.pinnedKeys().size()));
    }
    if (!acceptance.pinnedKeys().isEmpty() && policy.release() == SitePolicy.Release.AUTOMATIC) {
      warnings.add(
          "pinned_keys accept and release is automatic: nobody here sees what runs, nor what leaves");
    }
    if (policy.runsPerDatasetAndModel() > MANY_RUNS) {
      warnings.add(
          "runs_per_dataset_and_model is %d: each run can tell a little more about the same people"
              .formatted(policy.runsPerDatasetAndModel()));
    }
    if (policy.stepDeadline().compareTo(LONG_STEP) > 0) {
      warnings.add(
          "step_deadline is %s: a container that hangs holds a slot that long"
              .formatted(time(policy.stepDeadline())));
    }
    if (policy.sandbox().tmpExec() == TmpPrograms.ALLOWED) {
      warnings.add(
          "sandbox.tmp_exec is allowed: a container can run programs that it wrote itself");
    }
    if (!policy.sandbox().engineExceptions().isEmpty()) {
      warnings.add(
          "sandbox.engine_exceptions names limits that the engine may lack: one container can take"
              + " what the others need");
    }
  }

  private void add(Place in, String place, Object value, String meaning) {
    settings.add(new Setting(in.file(), place, value.toString(), meaning, in.origin(place)));
  }

  private static String words(List<String> values) {
    return values.isEmpty() ? "none" : values.stream().collect(Collectors.joining(", "));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String time(Duration time) {
    if (time.toDays() > 0 && time.equals(Duration.ofDays(time.toDays()))) {
      return time.toDays() + " days";
    }
    return time.toSeconds() % 60 == 0
        ? time.toMinutes() + " minutes"
        : time.toSeconds() + " seconds";
  }

  private static String size(long bytes) {
    long mebibytes = bytes >> 20;
    if (mebibytes > 0 && mebibytes << 20 == bytes) {
      return mebibytes % 1024 == 0 ? mebibytes / 1024 + " GiB" : mebibytes + " MiB";
    }
    return bytes + " bytes";
  }

  /** A file and what stands in it. */
  private record Place(String file, JsonNode tree) {
    Origin origin(String place) {
      JsonNode node = tree.at("/" + place.replace('.', '/'));
      return node.isMissingNode() || node.isNull() ? Origin.DEFAULT : Origin.FILE;
    }
  }
}
