package io.consilium.worker.catalogue;

import io.consilium.worker.site.SiteHome;
import java.nio.file.Path;

/**
 * Where a dataset's prepared data is, all below one folder.
 *
 * @param folder the folder
 */
public record PreparedData(Path folder) {
  /** The place for a dataset of the site. */
  public static PreparedData of(SiteHome home, String name) {
    return new PreparedData(home.dataset(name));
  }

  public Path data() {
    return folder.resolve("data");
  }

  public Path labels() {
    return folder.resolve("labels");
  }

  public Path metadata() {
    return folder.resolve("metadata");
  }

  public Path report() {
    return folder.resolve("report.yaml");
  }

  public Path statistics() {
    return folder.resolve("statistics.yaml");
  }
}
