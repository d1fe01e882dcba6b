package io.consilium.platform.facility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.contract.Topics;
import io.consilium.platform.Http;
import io.consilium.platform.Http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A worker that waits for work")
class LongPollTest extends GatewayTest {
  private static final String FETCH = "/facility/engine/external-task/fetchAndLock";

  private final ExecutorService clients = Executors.newCachedThreadPool();

  @AfterEach
  void stopClients() {
    clients.shutdownNow();
  }

  @Test
  @DisplayName("gets an empty answer when its patience ends")
  void patienceEnds() {
    Answer answer = site("aurora").fetch("w", Topics.PREPARE, 1_000);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/json");
    assertThat(answer.json()).isEmpty();
  }

  @Test
  @DisplayName("and asks again under the same name ends its earlier wait")
  void onePollPerWorker() {
    Site aurora = site("aurora");
    CompletableFuture<Answer> earlier = waiting(aurora, "w");
    awaitParked(earlier);

    CompletableFuture<Answer> later = waiting(aurora, "w");

    assertThat(earlier).succeedsWithin(Duration.ofSeconds(20));
    assertThat(earlier.join().json()).isEmpty();
    work(aurora);
    assertThat(later).succeedsWithin(Duration.ofSeconds(20));
    assertThat(later.join().json()).hasSize(1);
  }

  @Test
  @DisplayName("and goes away is given nothing: the work is there for the next one")
  void vanishedClient() throws Exception {
    Site aurora = site("aurora");
    try (Socket socket = rawPoll(aurora, "vanishing", 60_000)) {
      assertThat(firstBytes(socket)).contains("200");
    }

    work(aurora);

    Answer answer = aurora.fetch("present", Topics.PREPARE, 20_000);
    assertThat(answer.json()).as("not held for the one who left").hasSize(1);
  }

  @Test
  @DisplayName("holds no thread: two hundred and twenty of them leave the platform free to answer")
  void noThreads() {
    List<Socket> waiting = new ArrayList<>();
    try {
      for (int facility = 0; facility < 11; facility++) {
        Site site = site("crowd");
        for (int worker = 0; worker < 20; worker++) {
          waiting.add(rawPoll(site, "w" + worker, 60_000));
        }
      }
      for (Socket socket : waiting) {
        assertThat(firstBytes(socket)).contains("200");
      }

      assertThat(new Http(url()).get("/actuator/health").status()).isEqualTo(200);
      Site aurora = site("aurora");
      CompletableFuture<Answer> wanted = waiting(aurora, "w");
      work(aurora);
      assertThat(wanted).succeedsWithin(Duration.ofSeconds(20));
      assertThat(wanted.join().json()).hasSize(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      waiting.forEach(LongPollTest::close);
    }
  }

  @Test
  @DisplayName("is turned away when too many of its facility wait already")
  void tooMany() throws Exception {
    Site aurora = site("aurora");
    List<Socket> waiting = new ArrayList<>();
    try {
      for (int worker = 0; worker < 32; worker++) {
        waiting.add(rawPoll(aurora, "w" + worker, 60_000));
      }
      for (Socket socket : waiting) {
        assertThat(firstBytes(socket)).contains("200");
      }

      assertThat(aurora.fetch("one-more", Topics.PREPARE, 1_000).status()).isEqualTo(429);
    } finally {
      waiting.forEach(LongPollTest::close);
    }
  }

  private CompletableFuture<Answer> waiting(Site site, String worker) {
    return CompletableFuture.supplyAsync(() -> site.fetch(worker, Topics.PREPARE, 60_000), clients);
  }

  private static void awaitParked(CompletableFuture<Answer> poll) {
    await().pollDelay(Duration.ofSeconds(1)).until(() -> !poll.isDone());
  }

  private Socket rawPoll(Site site, String worker, long patienceMillis) throws IOException {
    String body = Site.wish(worker, Topics.PREPARE, patienceMillis);
    String request =
        "POST "
            + FETCH
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization:"
            + " Bearer "
            + site.token()
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url()).getPort());
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  /** The beginning of the answer, which comes with the first blank. */
  private static String firstBytes(Socket socket) throws IOException {
    byte[] bytes = new byte[64];
    InputStream answer = socket.getInputStream();
    int read = answer.read(bytes);
    return new String(bytes, 0, read, StandardCharsets.US_ASCII);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
