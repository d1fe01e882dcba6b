package io.consilium.worker.console;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.consilium.worker.console.login.Ports;
import io.consilium.worker.enrolment.PrivateFile;
import io.consilium.worker.site.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the command where the console is, in a file that only the worker's user can read. */
@Component
class ConsoleAddress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleAddress.class);
  private static final int TOKEN_BYTES = 32;

  private final Site site;
  private final Ports ports;
  private final String token = newToken();
  private volatile String pages = "";

  ConsoleAddress(Site site, Ports ports) {
    this.site = site;
    this.ports = ports;
  }

  @EventListener
  void publish(ServletWebServerInitializedEvent event) {
    String url = "http://127.0.0.1:" + ports.command() + WebSettings.COMMAND;
    pages = ports.pages(event.getWebServer().getPort());
    PrivateFile.replace(
        site.home().consoleFile(),
        JSONObjectUtils.toJSONString(Map.of("url", url, "token", token)) + "\n");
    LOG.info("The console is at {}", pages);
  }

  /** Whether a request bears the token; takes the same time for every wrong one. */
  boolean admits(String authorization) {
    return MessageDigest.isEqual(
        ("Bearer " + token).getBytes(StandardCharsets.UTF_8),
        authorization.getBytes(StandardCharsets.UTF_8));
  }

  /** Where people open the console. */
  String pages() {
    return pages;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(site.home().consoleFile());
    } catch (IOException e) {
      LOG.info("The file {} could not be deleted", site.home().consoleFile());
    }
  }

  private static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
