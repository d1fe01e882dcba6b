package io.consilium.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process of its own that starts the database, writes to it, and waits to be killed. */
final class DatabaseProcess {
  private static final String READY = "ready";

  private DatabaseProcess() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]));
    EmbeddedDatabaseTest.execute(database, "create table written as select 1 as one");
    System.out.println(READY);
    new CountDownLatch(1).await();
  }

  static Process start(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DatabaseProcess.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    var output = process.inputReader();
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); !READY.equals(line); line = output.readLine()) {
      said.append(line).append('\n');
      if (line == null) {
        throw new AssertionError("The database did not start:\n" + said);
      }
    }
    return process;
  }

  /** The server that works on the folder. */
  static ProcessHandle serverIn(Path folder) throws IOException {
    String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
  }
}
