package io.consilium.worker.site;

/** The folder holds no site. */
public final class NoSiteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoSiteException(SiteHome home) {
    super(
        "There is no site in "
            + home.root()
            + ": name its folder with --home or CONSILIUM_HOME, or make one with 'consilium init'");
  }
}
