package io.consilium.worker.console.login;

import io.consilium.worker.site.ConsoleSettings;
import io.consilium.worker.site.Site;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * The names by which the pages may be asked for: those of this machine for itself, or those in the
 * certificate. Another site's name that leads here is refused, so that a page of that site cannot
 * read ours.
 */
@Component
class HostNames {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private final Set<String> names = new TreeSet<>();

  HostNames(Site site) {
    ConsoleSettings settings = site.settings().console();
    names.add(withoutScope(settings.address()));
    if (settings.address().isLoopbackAddress()) {
      names.addAll(List.of("localhost", "127.0.0.1", "[::1]"));
    }
    settings
        .tls()
        .map(tls -> site.home().root().resolve(tls.certificate()))
        .ifPresent(this::addNames);
  }

  /** Whether a request may name this host, with or without its port. */
  boolean admits(Optional<String> host) {
    return host.map(text -> text.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]{1,5}$", ""))
        .filter(
            name ->
                names.contains(name)
                    || (name.indexOf('.') > 0
                        && names.contains("*" + name.substring(name.indexOf('.')))))
        .isPresent();
  }

  private void addNames(Path certificate) {
    try (InputStream in = Files.newInputStream(certificate)) {
      X509Certificate parsed =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      Collection<List<?>> alternatives =
          Optional.ofNullable(parsed.getSubjectAlternativeNames()).orElse(List.of());
      for (List<?> name : alternatives) {
        String text = String.valueOf(name.get(1)).toLowerCase(Locale.ROOT);
        if (name.get(0).equals(DNS_NAME)) {
          names.add(text);
        } else if (name.get(0).equals(IP_ADDRESS)) {
          names.add(text.contains(":") ? "[" + text + "]" : text);
        }
      }
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException(
          "The console's certificate " + certificate + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String withoutScope(InetAddress address) {
    String text = address.getHostAddress().replaceFirst("%.*", "");
    return text.contains(":") ? "[" + text + "]" : text;
  }
}
