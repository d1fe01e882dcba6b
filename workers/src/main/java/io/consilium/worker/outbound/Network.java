package io.consilium.worker.outbound;

import io.consilium.contract.container.ImageReference;
import io.consilium.worker.site.NetworkSettings;
import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;

/**
 * The one place that makes HTTP clients for what is outside: all of them go through the site's
 * proxy, trust the site's authorities, follow no redirect, keep no cookie, and look at no setting
 * of the machine or the environment.
 */
public final class Network {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int WANTS_LOGIN = 407;
  private static final int UNAUTHORISED = 401;
  private static final String THROUGH = "consilium.through";

  private final URI platform;
  private final Optional<NetworkSettings.Proxy> proxy;
  private final Optional<char[]> password;
  private final Optional<Path> caFile;
  private final Optional<SSLContext> trust;
  private final Map<String, String> mirrors;

  /** A network's file is missing or wrong; the message says which, and what to do. */
  public static final class NetworkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NetworkException(String message) {
      super(message);
    }
  }

  private Network(
      URI platform,
      Optional<NetworkSettings.Proxy> proxy,
      Optional<char[]> password,
      Optional<Path> caFile,
      Optional<SSLContext> trust,
      Map<String, String> mirrors) {
    this.platform = platform;
    this.proxy = proxy;
    this.password = password;
    this.caFile = caFile;
    this.trust = trust;
    this.mirrors = mirrors;
  }

  /**
   * The way out of a site.
   *
   * @throws NetworkException when a file that the settings name is missing or wrong
   */
  public static Network of(URI platform, NetworkSettings settings, SiteHome home) {
    Optional<Path> caFile = settings.caFile().map(home.root()::resolve);
    return new Network(
        platform,
        settings.proxy(),
        settings
            .proxy()
            .flatMap(NetworkSettings.Proxy::login)
            .map(login -> password(home.root().resolve(login.passwordFile()))),
        caFile,
        caFile.map(Network::trusting),
        settings.mirrors());
  }

  /** A way out with nothing in between. */
  public static Network direct(URI platform) {
    return new Network(
        platform, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  /** A client whose answers may take that long. */
  public CloseableHttpClient client(Duration answer) {
    HttpClientBuilder builder = HttpClientBuilder.create();
    apply(builder, connections(), answer);
    // Calls are rare; a connection that a proxy dropped meanwhile would look like a fault.
    return builder.setConnectionReuseStrategy((request, response, context) -> false).build();
  }

  /** A client for what runs on this machine, which no proxy stands before. */
  public CloseableHttpClient localClient(Duration answer) {
    return direct(platform).client(answer);
  }

  /** Where an image is: in its registry, or in the mirror that the site names for that. */
  public ImageReference place(ImageReference image) {
    return Optional.ofNullable(mirrors.get(image.registry())).map(image::mirrored).orElse(image);
  }

  /** Connections for {@link #apply}. */
  public PoolingHttpClientConnectionManager connections() {
    PoolingHttpClientConnectionManagerBuilder builder =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDefaultConnectionConfig(
                ConnectionConfig.custom().setConnectTimeout(Timeout.of(CONNECT)).build());
    ClientTlsStrategyBuilder tls = ClientTlsStrategyBuilder.create();
    trust.ifPresent(tls::setSslContext);
    return builder.setTlsSocketStrategy(tls.buildClassic()).build();
  }

  /** Makes a client that another library builds go the same way. */
  public void apply(
      HttpClientBuilder builder, PoolingHttpClientConnectionManager connections, Duration answer) {
    var credentials = new BasicCredentialsProvider();
    proxy
        .flatMap(NetworkSettings.Proxy::login)
        .ifPresent(
            login ->
                credentials.setCredentials(
                    new AuthScope(proxyHost()),
                    new UsernamePasswordCredentials(login.user(), password.orElseThrow())));
    builder
        .addExecInterceptorBefore(ChainElement.CONNECT.name(), "proxy", Network::throughProxy)
        .addExecInterceptorAfter(ChainElement.CONNECT.name(), "through", Network::atPlatform)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .setConnectionManager(connections)
        .setRoutePlanner(
            proxy.isPresent()
                ? new DefaultProxyRoutePlanner(proxyHost())
                : new DefaultRoutePlanner(null))
        .setDefaultCredentialsProvider(credentials)
        .setDefaultRequestConfig(patience(answer));
  }

  /** How a single request is made whose answer may take that long. */
  RequestConfig patience(Duration answer) {
    return RequestConfig.custom()
        .setResponseTimeout(Timeout.of(answer))
        // The platform is shown tokens of ours, whatever it asks for; the proxy a login.
        .setAuthenticationEnabled(password.isPresent())
        .build();
  }

  /** What a proxy says to a CONNECT that it refuses must not be taken for the platform's answer. */
  private static ClassicHttpResponse throughProxy(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    scope.clientContext.removeAttribute(THROUGH);
    ClassicHttpResponse answer = chain.proceed(request, scope);
    if (scope.route.isTunnelled() && scope.clientContext.getAttribute(THROUGH) == null) {
      int status = answer.getCode();
      answer.close();
      throw new ProxyRefusedException(status);
    }
    return answer;
  }

  private static ClassicHttpResponse atPlatform(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    scope.clientContext.setAttribute(THROUGH, true);
    return chain.proceed(request, scope);
  }

  /** The proxy does not let a call through. */
  private static final class ProxyRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private ProxyRefusedException(int status) {
      super("The proxy answered " + status);
      this.status = status;
    }
  }

  /** Whether an answer is the proxy's, which wants another login. */
  public boolean isProxyRefusal(int status) {
    return proxy.isPresent() && status == WANTS_LOGIN;
  }

  /** What keeps the proxy from letting the site out, as far as it says so. */
  public String loginWords() {
    return password.isPresent()
        ? "the proxy at "
            + proxyAddress()
            + " refuses the login: look at user and password_file under network.proxy in site.yaml"
        : "the proxy at "
            + proxyAddress()
            + " wants a login: set user and password_file under network.proxy in site.yaml";
  }

  /** What a failed call means, and what to do; nothing when it says no more than that it failed. */
  public Optional<String> words(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProxyRefusedException refused) {
        return Optional.of(tunnelWords(refused.status));
      }
      if (cause instanceof SSLPeerUnverifiedException) {
        return Optional.of(
            "the certificate at "
                + platform
                + " is for another name: look at platform.url in site.yaml");
      }
      if (cause instanceof SSLException) {
        return Optional.of(certificateWords());
      }
    }
    return proxy.map(
        through ->
            "the proxy at "
                + proxyAddress()
                + " does not answer, or breaks off; trying again. Is network.proxy.url in site.yaml"
                + " right?");
  }

  private String tunnelWords(int status) {
    // Some proxies say 401 when the login is not right.
    if (status == WANTS_LOGIN || status == UNAUTHORISED) {
      return loginWords();
    }
    return "the proxy at "
        + proxyAddress()
        + " does not let this machine reach "
        + platform.getAuthority()
        + " (HTTP "
        + status
        + "): ask the hospital's network people to allow it";
  }

  private String certificateWords() {
    return caFile
        .map(
            file ->
                "the certificate of "
                    + platform
                    + " is not signed by an authority in "
                    + file
                    + " (network.ca_file in site.yaml)")
        .orElseGet(
            () ->
                "the certificate of "
                    + platform
                    + " is not signed by an authority that this machine knows: name your own"
                    + " authority's file as network.ca_file in site.yaml");
  }

  private URI proxyAddress() {
    return proxy.orElseThrow().url();
  }

  private HttpHost proxyHost() {
    URI url = proxyAddress();
    return new HttpHost(url.getScheme(), url.getHost(), url.getPort());
  }

  private static char[] password(Path file) {
    try {
      Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
      others.removeAll(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
      if (!others.isEmpty()) {
        throw new NetworkException(
            "The file "
                + file
                + " holds a password and can be used by others: run 'chmod 600 "
                + file
                + "'");
      }
      return Files.readString(file).lines().findFirst().orElse("").toCharArray();
    } catch (IOException e) {
      throw new NetworkException(
          "The file " + file + " (network.proxy.password_file in site.yaml) cannot be read");
    }
  }

  private static SSLContext trusting(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> authorities =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (authorities.isEmpty()) {
        throw new NetworkException(
            "The file " + file + " (network.ca_file in site.yaml) holds no certificate in PEM");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate authority : authorities) {
        store.setCertificateEntry("authority-" + number++, authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new NetworkException(
          "The file " + file + " (network.ca_file in site.yaml) cannot be read");
    } catch (GeneralSecurityException e) {
      throw new NetworkException(
          "The file " + file + " (network.ca_file in site.yaml) holds no certificate in PEM");
    }
  }
}
