package io.consilium.worker.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.consilium.contract.gateway.EnrolmentAnswer;
import io.consilium.contract.gateway.EnrolmentRequest;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.journal.Ledger;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** The one call that a site makes before the platform knows its keys. */
public final class EnrolmentCall {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int LONGEST_ANSWER = 1 << 16;
  private static final int CLIENT_ERROR = 400;
  private static final int NOT_FOUND = 404;
  private static final int SERVER_ERROR = 500;

  private final URI platform;
  private final Network network;
  private final Ledger ledger;

  public EnrolmentCall(URI platform, Network network, Ledger ledger) {
    this.platform = platform;
    this.network = network;
    this.ledger = ledger;
  }

  /**
   * Asks to be enrolled. The code stays out of the ledger: what is entered holds its place only.
   *
   * @throws PlatformRefusedException when the platform says no; the code is not used up
   * @throws PlatformUnavailableException when it is not known whether the platform took the keys
   */
  public EnrolmentAnswer send(EnrolmentRequest request) {
    URI place = URI.create(platform + "/facility/enrolment");
    ledger.enter(
        Message.ENROLMENT.name(),
        place.toString(),
        "",
        CanonicalJson.write(
            new EnrolmentRequest(
                "(not kept)", request.platform(), request.facilityId(), request.keys())));
    HttpPost post = new HttpPost(place);
    post.setHeader("Accept", "application/json, application/problem+json");
    post.setEntity(new StringEntity(CanonicalJson.write(request), ContentType.APPLICATION_JSON));
    try (CloseableHttpClient client = network.client(ANSWER)) {
      return client.execute(post, this::answer);
    } catch (IOException e) {
      throw new PlatformUnavailableException(
          network
              .words(e)
              .orElse("the platform at " + platform + " does not answer: is --platform right?"));
    }
  }

  private EnrolmentAnswer answer(ClassicHttpResponse response) throws IOException {
    int status = response.getCode();
    if (network.isProxyRefusal(status)) {
      throw new PlatformUnavailableException(network.loginWords());
    }
    String body = text(Optional.ofNullable(response.getEntity()));
    if (status >= SERVER_ERROR) {
      throw new PlatformUnavailableException(
          "the platform at " + platform + " has a fault (HTTP " + status + ")");
    }
    if (status >= CLIENT_ERROR) {
      String otherwise =
          status == NOT_FOUND
              ? "there is no Consilium platform at " + platform + ": is --platform right?"
              : "the platform refused it (HTTP " + status + ")";
      String detail = status == NOT_FOUND ? otherwise : Problems.detail(body).orElse(otherwise);
      throw new PlatformRefusedException(status, detail);
    }
    try {
      return CanonicalJson.STRICT.readValue(body, EnrolmentAnswer.class);
    } catch (JsonProcessingException e) {
      throw new PlatformUnavailableException(
          "what answers at " + platform + " is not a Consilium platform of this version");
    }
  }

  private static String text(Optional<HttpEntity> entity) throws IOException {
    return entity.isEmpty()
        ? ""
        : new String(entity.get().getContent().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
  }
}
