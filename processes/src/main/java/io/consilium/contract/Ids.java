package io.consilium.contract;

import java.util.regex.Pattern;

/** How things are called: one place for the form of every id. */
public final class Ids {
  /** The platform's own worker. */
  public static final String PROVING_GROUND = "proving-ground";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  private Ids() {}

  /** Whether the text is a well-formed id: small letters, digits and hyphens, at most 63. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Whether the text is {@code sha256:} and 64 small hex digits. */
  public static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  public static String revision(String benchmarkId, int number) {
    return benchmarkId + "-r" + number;
  }

  public static String dataset(String facilityId, String name) {
    return facilityId + "." + name;
  }

  /** Association of a model or dataset, called the subject, with a revision. */
  public static String association(String subjectId, String benchmarkId, int revision) {
    return subjectId + "." + revision(benchmarkId, revision);
  }

  public static String round(String benchmarkId, int revision, int number) {
    return revision(benchmarkId, revision) + "-round-" + number;
  }
}
