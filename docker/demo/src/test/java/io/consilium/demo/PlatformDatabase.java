package io.consilium.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The running platform's database, as somebody sees it who has broken into the machine. */
final class PlatformDatabase {
  private static final int PORT_LINE = 3;

  private final Path folder;

  PlatformDatabase(Path platformHome) {
    this.folder = platformHome.resolve("postgresql");
  }

  /** The rows that a query gives, their columns as text. */
  List<List<String>> rows(String query) throws SQLException, IOException {
    String port = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(PORT_LINE).strip();
    String password = Files.readString(folder.resolve("password")).strip();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(Optional.ofNullable(result.getString(column)).orElse(""));
        }
        rows.add(row);
      }
      return rows;
    }
  }
}
