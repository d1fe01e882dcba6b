package io.consilium.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.microsoft.playwright.Page;
import io.consilium.contract.text.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** People with accounts for the console's pages. */
record ConsoleUsers(Cli cli) {
  static final String PASSWORD = "a long winter night";

  void add(String name, String role, String person) {
    cli.run(
        "console",
        "user",
        "add",
        name,
        "--role",
        role,
        "--person",
        person,
        "--password-file",
        passwordFile(PASSWORD).toString());
  }

  Path passwordFile(String password) {
    try {
      return Files.writeString(cli.home().root().resolve("password"), password + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the pages are, without a slash at the end. */
  String address() {
    try {
      return CanonicalJson.STRICT
          .readTree(cli.run("console", "open", "--json"))
          .path("url")
          .asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Logs somebody in through the form; returns the same window. */
  Page login(Page page, String name) {
    page.navigate(address() + "/login");
    attempt(page, name, PASSWORD);
    return page;
  }

  static void attempt(Page page, String name, String password) {
    page.locator("[name=name]").fill(name);
    page.locator("[name=password]").fill(password);
    page.locator("button").click();
  }
}
