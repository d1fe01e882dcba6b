package io.consilium.worker.step;

import io.consilium.contract.Reason;
import io.consilium.contract.gateway.TestReport;
import io.consilium.worker.authorisation.Grant;
import io.consilium.worker.outbound.Platform;
import io.consilium.worker.outbound.PlatformRefusedException;
import io.consilium.worker.sandbox.Sandbox;
import io.consilium.worker.sandbox.Scratch;
import io.consilium.worker.site.Folders;
import io.consilium.worker.site.Site;
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
    DemoArchive.Parts demo;
    try {
      demo = demoData(grant.revision().demoDataset().sha256(), scratch, log);
    } catch (DemoArchive.Unusable e) {
      return new StepResult.Failed(
          Reason.STEP_FAILED, Optional.ofNullable(e.getMessage()).orElse("demo dataset: unusable"));
    }
    return new TrialChain(testId, grant.revision(), containers, scratch, log)
        .run(grant.model(), demo);
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
}
