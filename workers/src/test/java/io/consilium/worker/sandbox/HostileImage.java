package io.consilium.worker.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An image full of attacks in a registry of its own on loopback, so that it has a real digest. Made
 * once for all tests.
 */
public final class HostileImage implements ExtensionContext.Store.CloseableResource {
  private static final Path ATTACKS = Path.of("src/test/attacks");
  private static final Path DOCKER = Path.of("../docker").toAbsolutePath().normalize();

  private final Path registryFolder;
  private final int port;
  private final String digest;

  private HostileImage() throws IOException {
    registryFolder = Files.createTempDirectory("consilium-registry");
    port = freePort();
    registry("start");
    String base = "consilium/base:bookworm";
    if (Shell.run("docker", "image", "ls", "--quiet", base).isEmpty()) {
      Shell.run(DOCKER.resolve("images.sh").toString(), "base");
    }
    build(name(), ATTACKS, List.of("--build-arg=BASE=" + base));
    digest = push(name());
  }

  /** The name under which the image is registered. */
  public String name() {
    return registry() + "/attacks/hostile:1";
  }

  /** Host and port of the registry. */
  public String registry() {
    return "127.0.0.1:" + port;
  }

  public String digest() {
    return digest;
  }

  /** Gives the tag to an image that differs from the hostile one by a line of its Dockerfile. */
  void retag(String tag, String line) throws IOException {
    Path folder = Files.createTempDirectory("consilium-image");
    try {
      Files.writeString(folder.resolve("Dockerfile"), "FROM " + name() + "\n" + line + "\n");
      build(tag, folder, List.of());
    } finally {
      FileTree.delete(folder);
    }
  }

  private static void build(String tag, Path folder, List<String> options) {
    List<String> command =
        new ArrayList<>(List.of("docker", "build", "--quiet", "--network=none", "--tag=" + tag));
    command.addAll(options);
    command.add(folder.toString());
    // Debian's engine has the classic builder only.
    Shell.run(Path.of("."), Map.of("DOCKER_BUILDKIT", "0"), command);
  }

  /** Puts a tagged image into the registry and returns its digest. */
  static String push(String tag) {
    String printed = Shell.run("docker", "push", tag);
    return printed.replaceFirst("(?s).*digest: (sha256:[0-9a-f]{64}).*", "$1");
  }

  private void registry(String deed) {
    Shell.run(
        Path.of("."),
        Map.of("CONSILIUM_REGISTRY_PORT", Integer.toString(port)),
        List.of(DOCKER.resolve("registry.sh").toString(), deed, registryFolder.toString()));
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      registry("stop");
      for (String image :
          Shell.run("docker", "image", "ls", "--quiet", registry() + "/attacks/*")
              .lines()
              .distinct()
              .toList()) {
        Shell.run("docker", "image", "rm", "--force", image);
      }
    } finally {
      FileTree.delete(registryFolder);
    }
  }

  /** Gives the image to tests that have a parameter for it. */
  public static final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == HostileImage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(HostileImage.class))
          .getOrComputeIfAbsent(
              HostileImage.class,
              key -> {
                try {
                  return new HostileImage();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
