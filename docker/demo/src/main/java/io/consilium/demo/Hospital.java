package io.consilium.demo;

import java.util.List;
import java.util.Locale;

/** The five facilities of the demo and the people who decide there. */
enum Hospital {
  AURORA("Aurora University Hospital", "Aurora University", "Freya Lindqvist", Release.BY_HAND),
  BOREALIS("Borealis Clinic", "Borealis Health Trust", "Jonas Berg", Release.BY_HAND),
  CEDAR("Cedar Regional Hospital", "Cedar County", "Amara Okafor", Release.BY_HAND),
  DELTA("Delta Cancer Centre", "Delta Foundation", "Luca Moretti", Release.BY_HAND),
  ELM("Elm Street Hospital", "City of Elmwood", "Grace Tan", Release.AUTOMATIC);

  /** How results leave the facility. */
  enum Release {
    /** The data owner looks at each result and approves it. */
    BY_HAND,
    /** The site's own policy releases what keeps its bounds. */
    AUTOMATIC
  }

  private final String title;
  private final String organisation;
  private final String dataOwner;
  private final Release release;

  Hospital(String title, String organisation, String dataOwner, Release release) {
    this.title = title;
    this.organisation = organisation;
    this.dataOwner = dataOwner;
    this.release = release;
  }

  static List<Hospital> all() {
    return List.of(values());
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String title() {
    return title;
  }

  String organisation() {
    return organisation;
  }

  String dataOwner() {
    return dataOwner;
  }

  Release release() {
    return release;
  }
}
