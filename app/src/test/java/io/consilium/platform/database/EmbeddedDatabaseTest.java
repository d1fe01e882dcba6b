package io.consilium.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The platform's own PostgreSQL")
class EmbeddedDatabaseTest {
  @TempDir private Path home;

  @Test
  @DisplayName("keeps its data from one start to the next")
  void keepsData() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder())) {
      execute(database, "create table kept as select 42 as answer");
    }

    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder())) {
      assertThat(number(database, "select answer from kept")).isEqualTo(42);
    }
  }

  @Test
  @DisplayName("starts again after the platform was killed and left a server behind")
  void leftOver() throws Exception {
    Process platform = DatabaseProcess.start(folder());
    ProcessHandle server = DatabaseProcess.serverIn(folder());
    platform.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    assertThat(server.isAlive()).as("a server that nobody stopped").isTrue();

    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder())) {
      assertThat(server.isAlive()).isFalse();
      assertThat(number(database, "select count(*) from written")).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("starts again after platform and server were killed")
  void stalePidFile() throws Exception {
    Process platform = DatabaseProcess.start(folder());
    ProcessHandle server = DatabaseProcess.serverIn(folder());
    platform.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    server.destroyForcibly();
    server.onExit().get(10, TimeUnit.SECONDS);
    assertThat(folder().resolve("data/postmaster.pid")).exists();

    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder())) {
      assertThat(number(database, "select count(*) from written")).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("begins anew after a first start that was cut short")
  void unfinished() throws Exception {
    Files.createDirectories(folder().resolve("data"));
    Files.writeString(folder().resolve("data/PG_VERSION"), "17");
    Files.createFile(folder().resolve("unfinished"));

    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder())) {
      assertThat(number(database, "select 1")).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("refuses a folder that another platform uses, and leaves that one alone")
  void inUse() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder())) {
      assertThatThrownBy(() -> EmbeddedDatabase.start(folder()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Another platform is running");

      assertThat(number(database, "select 1")).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("lets in only who knows its password, which only the platform's user can read")
  void password() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder())) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, "guess"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(Files.getPosixFilePermissions(folder()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(Files.getPosixFilePermissions(folder().resolve("password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  @DisplayName("writes through to the disk, and listens on the loopback interface alone")
  void settings() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder())) {
      assertThat(text(database, "show fsync")).isEqualTo("on");
      assertThat(text(database, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(text(database, "show unix_socket_directories")).isEmpty();
    }
  }

  private Path folder() {
    return home.resolve("postgresql");
  }

  static void execute(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(EmbeddedDatabase database, String sql) throws SQLException {
    return Integer.parseInt(text(database, sql));
  }

  private static String text(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    return DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, database.password());
  }
}
