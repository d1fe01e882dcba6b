package io.consilium.demo;

/** What the containers of sites are marked with. */
final class Containers {
  /** Label with the folder of the site. */
  static final String HOME = "io.consilium.home";

  private Containers() {}
}
