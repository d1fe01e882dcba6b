package io.consilium.worker.step;

import io.consilium.contract.Reason;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.VolumeKey;
import io.consilium.contract.gateway.TestReport;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.worker.authorisation.Grant;
import io.consilium.worker.catalogue.PreparedData;
import io.consilium.worker.outbound.Platform;
import io.consilium.worker.outbound.PlatformRefusedException;
import io.consilium.worker.release.ReleaseGate;
import io.consilium.worker.sandbox.Role;
import io.consilium.worker.sandbox.Sandbox;
import io.consilium.worker.sandbox.Scratch;
import io.consilium.worker.sandbox.StepOutcome;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tries unapproved containers on demo data, at the proving ground. */
final class CompatibilityTests {
  private static final long LARGEST_DOWNLOAD = 2L << 30;
  private static final int BUFFER = 1 << 16;

  private final Site site;
  private final Sandbox sandbox;
  private final Containers containers;
  private final Platform platform;

  CompatibilityTests(Site site, Sandbox sandbox, Containers containers, Platform platform) {
    this.site = site;
    this.sandbox = sandbox;
    this.containers = containers;
    this.platform = platform;
  }

  /** Runs the chain, tells the submitter, and leaves nothing behind. */
  StepResult carryOut(String testId, Grant.CompatibilityTest grant) throws InterruptedException {
    TestLog log = new TestLog();
    Scratch scratch = sandbox.scratch(testId);
    try {
      StepResult result = chain(testId, grant, scratch, log);
      if (!(result instanceof StepResult.PassingFault)) {
        report(testId, result, log);
      }
      return result;
    } finally {
      scratch.destroy();
      Folders.delete(site.home().logs().resolve(testId));
    }
  }

  /** Tells the submitter why nothing was tried. */
  void reportRefusal(String testId, String explanation) {
    platform.report(new TestReport(testId, TestReport.Outcome.FAILED, explanation + "\n"));
  }

  private void report(String testId, StepResult result, TestLog log) {
    boolean passed = result instanceof StepResult.Done;
    if (result instanceof StepResult.Failed failed) {
      log.heading("failed");
      log.line(failed.explanation());
    } else {
      log.heading("passed");
    }
    platform.report(
        new TestReport(
            testId, passed ? TestReport.Outcome.PASSED : TestReport.Outcome.FAILED, log.text()));
  }

  private StepResult chain(
      String testId, Grant.CompatibilityTest grant, Scratch scratch, TestLog log)
      throws InterruptedException {
    BenchmarkDocument revision = grant.revision();
    ContainerSpec preparator = revision.containers().preparator();
    DemoArchive.Parts demo;
    try {
      demo = demoData(revision.demoDataset().sha256(), scratch, log);
    } catch (DemoArchive.Unusable e) {
      return failure(Optional.ofNullable(e.getMessage()).orElse("demo dataset: unusable"));
    }
    PreparedData prepared = new PreparedData(SiteHome.makePrivate(scratch.fresh("prepared")));
    Path predictions = scratch.fresh("predictions");
    Path results = scratch.fresh("results.yaml");
    Chain chain = new Chain(testId, revision, log);
    chain.run(
        Role.PREPARE,
        preparator,
        new Containers.Volumes(
            Map.of(VolumeKey.DATA_PATH, demo.data(), VolumeKey.LABELS_PATH, demo.labels()),
            Map.of(
                VolumeKey.OUTPUT_PATH, prepared.data(),
                VolumeKey.OUTPUT_LABELS_PATH, prepared.labels(),
                VolumeKey.METADATA_PATH, prepared.metadata(),
                VolumeKey.REPORT_FILE, prepared.report())));
    chain.run(
        Role.SANITY_CHECK,
        preparator,
        new Containers.Volumes(PreparationSteps.preparedInputs(prepared), Map.of()));
    chain.run(
        Role.STATISTICS,
        preparator,
        new Containers.Volumes(
            PreparationSteps.preparedInputs(prepared),
            Map.of(VolumeKey.OUTPUT_PATH, prepared.statistics())));
    chain.check("statistics.yaml", prepared.statistics(), revision.statisticsSchema());
    chain.run(
        Role.INFER,
        grant.model(),
        new Containers.Volumes(
            Map.of(VolumeKey.DATA_PATH, prepared.data()),
            Map.of(VolumeKey.OUTPUT_PATH, predictions)));
    chain.run(
        Role.EVALUATE,
        revision.containers().evaluator(),
        new Containers.Volumes(
            Map.of(VolumeKey.PREDICTIONS, predictions, VolumeKey.LABELS, prepared.labels()),
            Map.of(
                VolumeKey.OUTPUT_PATH,
                results,
                VolumeKey.LOCAL_OUTPUTS_PATH,
                scratch.fresh("local-outputs"))));
    chain.check("results.yaml", results, revision.metricSchema());
    return chain.result;
  }

  /** Steps one after the other, until one of them fails. */
  private final class Chain {
    private final String testId;
    private final BenchmarkDocument revision;
    private final TestLog log;
    private StepResult result = new StepResult.Done();

    Chain(String testId, BenchmarkDocument revision, TestLog log) {
      this.testId = testId;
      this.revision = revision;
      this.log = log;
    }

    void run(Role role, ContainerSpec container, Containers.Volumes volumes)
        throws InterruptedException {
      if (!(result instanceof StepResult.Done)) {
        return;
      }
      String step = role.name().toLowerCase(Locale.ROOT);
      log.heading(step + " (" + container.id() + ", " + container.imageByDigest() + ")");
      StepOutcome outcome = containers.run(testId, role, revision, container, volumes);
      log.output(containers.log(testId, role));
      if (outcome instanceof StepOutcome.Succeeded succeeded) {
        log.line("%s ended after %.1f s".formatted(step, succeeded.took().toMillis() / 1000.0));
      }
      result = Outcomes.then(outcome, StepResult.Done::new);
    }

    void check(String name, Path file, MetricSchema schema) {
      if (result instanceof StepResult.Done) {
        ReleaseGate.faults(name, file, schema).ifPresent(fault -> result = failure(fault));
      }
    }
  }

  private DemoArchive.Parts demoData(String sha256, Scratch scratch, TestLog log)
      throws DemoArchive.Unusable {
    log.heading("demo dataset " + sha256);
    Path archive = scratch.fresh("demo.tar.gz");
    String found = download(sha256, archive);
    if (!found.equals(sha256)) {
      throw new DemoArchive.Unusable(
          "demo dataset: its SHA-256 is " + found + ", not " + sha256 + " as registered");
    }
    return new DemoArchive(
            site.policy().resources().outputBytes(), site.policy().resources().outputFiles())
        .unpack(archive, scratch.fresh("demo"));
  }

  private String download(String sha256, Path archive) throws DemoArchive.Unusable {
    try (DigestInputStream content =
            new DigestInputStream(platform.asset(sha256), MessageDigest.getInstance("SHA-256"));
        OutputStream file = Files.newOutputStream(archive)) {
      copy(content, file);
      return HexFormat.of().formatHex(content.getMessageDigest().digest());
    } catch (PlatformRefusedException e) {
      throw new DemoArchive.Unusable("demo dataset: the platform does not have " + sha256);
    } catch (IOException e) {
      throw new UncheckedIOException("The demo dataset cannot be downloaded", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  private static void copy(InputStream from, OutputStream to)
      throws IOException, DemoArchive.Unusable {
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      total += read;
      if (total > LARGEST_DOWNLOAD) {
        throw new DemoArchive.Unusable(
            "demo dataset: it is larger than " + LARGEST_DOWNLOAD + " bytes");
      }
      to.write(buffer, 0, read);
    }
  }

  private static StepResult failure(String explanation) {
    return new StepResult.Failed(Reason.STEP_FAILED, explanation);
  }
}
