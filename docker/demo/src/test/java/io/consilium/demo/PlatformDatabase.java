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
    try (Connection connection = connect();
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

  /** Looks at every value of every column of every table, but for PostgreSQL's own. */
  void everyValue(Visitor visitor) throws SQLException, IOException {
    try (Connection connection = connect();
        Statement names = connection.createStatement();
        Statement values = connection.createStatement();
        ResultSet column =
            names.executeQuery(
                """
                select c.table_schema, c.table_name, c.column_name, c.data_type = 'bytea'
                from information_schema.columns c join information_schema.tables t
                  on t.table_schema = c.table_schema and t.table_name = c.table_name
                where t.table_type = 'BASE TABLE'
                  and c.table_schema not in ('pg_catalog', 'information_schema')
                """)) {
      while (column.next()) {
        String schema = column.getString(1);
        String table = column.getString(2);
        String name = column.getString(3);
        String place = "%s.%s.%s".formatted(schema, table, name);
        String value =
            column.getBoolean(4)
                ? "\"%s\"".formatted(name)
                : "convert_to(\"%s\"::text, 'UTF8')".formatted(name);
        try (ResultSet row =
            values.executeQuery(
                "select %s from \"%s\".\"%s\" where \"%s\" is not null"
                    .formatted(value, schema, table, name))) {
          visitor.column(place);
          while (row.next()) {
            visitor.value(place, row.getBytes(1));
          }
        }
      }
    }
  }

  /** Whoever looks at values. */
  interface Visitor {
    /** A column begins: {@code schema.table.column}. */
    void column(String place);

    void value(String place, byte[] bytes);
  }

  /** Changes something. */
  void update(String sql) throws SQLException, IOException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException, IOException {
    String port = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(PORT_LINE).strip();
    String password = Files.readString(folder.resolve("password")).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
  }
}
