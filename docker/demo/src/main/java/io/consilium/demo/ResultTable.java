package io.consilium.demo;

/** The results as a visitor reads them on a terminal. */
record ResultTable(Results results, Narrator narrator) {
  String render() {
    return "";
  }
}
