package io.consilium.platform.identity;

import java.util.regex.Pattern;

/** Where to go after logging in: only ever a page of this platform. */
final class LocalPath {
  private static final Pattern LOCAL =
      Pattern.compile("/(?![/\\\\])[A-Za-z0-9._~/?=&%+-]*", Pattern.DOTALL);

  private LocalPath() {}

  /** The path if it leads to a page of this platform, else that of the home page. */
  static String orHome(String path) {
    return LOCAL.matcher(path).matches() && !path.startsWith("/login") ? path : "/";
  }
}
