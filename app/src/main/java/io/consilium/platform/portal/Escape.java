package io.consilium.platform.portal;

import org.springframework.web.util.HtmlUtils;

/** Text in markup that is written without a template. */
final class Escape {
  private Escape() {}

  static String xml(String text) {
    return HtmlUtils.htmlEscapeDecimal(text, "UTF-8");
  }

  /** The text, shortened to so many characters with an ellipsis at its end. */
  static String shortened(String text, int longest) {
    return text.length() <= longest
        ? xml(text)
        : xml(text.substring(0, longest - 1).stripTrailing()) + "…";
  }
}
