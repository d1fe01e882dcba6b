import io.consilium.worker.catalogue.Fingerprint;
import io.consilium.worker.catalogue.Fingerprints;
import io.consilium.worker.catalogue.PreparedData;
import io.consilium.worker.enrolment.Enrolment;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteHome;
import io.consilium.worker.site.SiteSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How long the fingerprint of prepared data takes, in comparison with {@code sha256sum} over the
 * same tree: when every file is read, and when nothing was touched since.
 *
 * <p>Arguments: folder for everything, files, KiB of each, rounds.
 */
final class FingerprintBenchmark {
  private static final double NANOS = 1e9;
  private static final String NAME = "bench";

  private FingerprintBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int files = Integer.parseInt(arguments[1]);
    int kibibytes = Integer.parseInt(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    PreparedData prepared = write(folder.resolve("prepared"), files, kibibytes);
    Site site =
        Enrolment.make(new SiteHome(folder.resolve("site")), settings(), "only for this measurement");
    try (Journal journal = Journal.open(site.home().journal())) {
      Fingerprints fingerprints =
          new Fingerprints(
              journal,
              SiteKeys.of(site.home()),
              site.policy(),
              // What was just written counts as rested.
              Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)));
      sha256sum(prepared.folder());
      Fingerprint first = fingerprints.full(NAME, prepared);
      List<Double> baseline = new ArrayList<>();
      List<Double> full = new ArrayList<>();
      List<Double> unchanged = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        baseline.add(seconds(() -> sha256sum(prepared.folder())));
        full.add(seconds(() -> require(first, fingerprints.full(NAME, prepared))));
        unchanged.add(seconds(() -> require(first, fingerprints.current(NAME, prepared))));
      }
      System.out.printf(
          Locale.ROOT,
          "%d files of %d KiB, medians of %d rounds on %d processors%n",
          files,
          kibibytes,
          rounds,
          Runtime.getRuntime().availableProcessors());
      System.out.printf(Locale.ROOT, "sha256sum:          %.3f s%n", median(baseline));
      print("every file read:   ", median(full), median(baseline), "1.3");
      print("nothing touched:   ", median(unchanged), median(baseline), "free");
    }
  }

  private static void print(String what, double seconds, double baseline, String goal) {
    System.out.printf(
        Locale.ROOT, "%s %.3f s, ratio %.3f (goal: %s)%n", what, seconds, seconds / baseline, goal);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / NANOS;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void require(Fingerprint first, Fingerprint now) {
    if (!first.equals(now)) {
      throw new IllegalStateException("The fingerprint is not the same");
    }
  }

  private static void sha256sum(Path folder) throws Exception {
    Process process =
        new ProcessBuilder(
                "sh", "-c", "find \"$0\" -type f -print0 | xargs -0 sha256sum", folder.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("sha256sum failed");
    }
  }

  private static PreparedData write(Path folder, int files, int kibibytes) throws Exception {
    PreparedData prepared = new PreparedData(folder);
    Files.createDirectories(prepared.labels());
    Files.writeString(prepared.labels().resolve("labels.csv"), "case,y\n");
    Random random = new Random(1);
    byte[] content = new byte[kibibytes << 10];
    for (int file = 0; file < files; file++) {
      random.nextBytes(content);
      Path place = prepared.data().resolve("case-%03d".formatted(file / 100));
      Files.createDirectories(place);
      Files.write(place.resolve("image-%05d.bin".formatted(file)), content);
    }
    return prepared;
  }

  private static SiteSettings settings() {
    return SiteSettings.parse(
        """
        facility: {id: bench, name: Bench, organisation: Bench}
        platform: {url: "http://127.0.0.1"}
        """
            .getBytes(StandardCharsets.UTF_8));
  }
}
