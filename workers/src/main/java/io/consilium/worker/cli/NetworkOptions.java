package io.consilium.worker.cli;

import io.consilium.worker.site.NetworkSettings;
import io.consilium.worker.site.NetworkSettings.Login;
import io.consilium.worker.site.NetworkSettings.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a new site reaches the platform; site.yaml keeps it. */
final class NetworkOptions {
  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description = "HTTP proxy for every call to the platform, such as http://proxy:3128.")
  private Optional<String> proxy = Optional.empty();

  @Option(names = "--proxy-user", paramLabel = "NAME", description = "User at the proxy.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--proxy-password-file",
      paramLabel = "FILE",
      description = "File of mode 0600 whose first line is the password at the proxy.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "PEM file of the only authorities whose certificates count.")
  private Optional<Path> caFile = Optional.empty();

  NetworkSettings settings() {
    if (user.isPresent() != passwordFile.isPresent()) {
      throw new Refusal("Give --proxy-user and --proxy-password-file together");
    }
    Optional<Login> login =
        user.flatMap(name -> passwordFile.map(file -> new Login(name, file.toAbsolutePath())));
    if (login.isPresent() && proxy.isEmpty()) {
      throw new Refusal("Give --proxy as well");
    }
    return new NetworkSettings(
        proxy.map(
            url ->
                new Proxy(
                    NetworkSettings.proxyAddress(url)
                        .orElseThrow(
                            () -> new Refusal("--proxy must be such as http://proxy:3128: " + url)),
                    login)),
        caFile.map(Path::toAbsolutePath),
        Map.of());
  }
}
