package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Answer;
import io.consilium.worker.cli.ConsoleClient.Form;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Waits a little until the platform has what was just signed, and says what became of it. */
final class Delivery {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration STEP = Duration.ofMillis(100);

  private final ConsoleClient worker;
  private final PrintWriter out;

  Delivery(ConsoleClient worker, PrintWriter out) {
    this.worker = worker;
    this.out = out;
  }

  /**
   * Follows the statements that an answer names.
   *
   * @return the exit code
   */
  int follow(Answer answer) throws InterruptedException {
    List<String> numbers =
        Arrays.asList(answer.header("Consilium-Statements").orElse("").split(",", -1));
    Instant end = Instant.now().plus(PATIENCE);
    int code = ConsiliumCommand.DONE;
    for (String number : numbers) {
      if (!number.isEmpty()) {
        code = Math.max(code, follow(number, end));
      }
    }
    out.flush();
    return code;
  }

  private int follow(String number, Instant end) throws InterruptedException {
    while (true) {
      Answer state = worker.get("/statements/" + number, Form.TEXT);
      String word = state.header("Consilium-State").orElse("");
      if (word.equals("WAITING") && Instant.now().isBefore(end)) {
        Thread.sleep(STEP.toMillis());
        continue;
      }
      out.print(state.text());
      if (word.equals("WAITING")) {
        out.println("The worker keeps trying; 'consilium status' shows how it goes.");
      }
      return word.equals("REFUSED") ? ConsiliumCommand.REFUSED : ConsiliumCommand.DONE;
    }
  }
}
