package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Answer;
import io.consilium.worker.cli.ConsoleClient.Form;
import java.io.PrintWriter;
import java.time.Duration;

/** Tells how a preparation goes until it is prepared, fails, or waits for people. */
record PreparationFollower(ConsoleClient worker, PrintWriter out) {
  private static final Duration STEP = Duration.ofMillis(250);

  int follow(String name) throws InterruptedException {
    String last = "";
    while (true) {
      Answer now = worker.get("/datasets/" + name, Form.TEXT);
      String state = now.header("Consilium-State").orElse("");
      if (!state.equals(last)) {
        now.text()
            .lines()
            .filter(line -> line.matches("(State|Reason|Detail) .*"))
            .forEach(line -> out.println(line.replaceFirst("^\\w+\\s+", "")));
        out.flush();
        last = state;
      }
      switch (state) {
        case "REQUESTED", "DATA_PREPARED", "CHECKED" -> Thread.sleep(STEP.toMillis());
        case "PREPARED" -> {
          return ConsiliumCommand.DONE;
        }
        case "AWAITING_WORK" -> {
          out.print(worker.get("/datasets/" + name + "/status", Form.TEXT).text());
          out.flush();
          return ConsiliumCommand.REFUSED;
        }
        default -> {
          return ConsiliumCommand.REFUSED;
        }
      }
    }
  }
}
