package io.consilium.worker.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The site's SQLite file. Every change is on disk when the call that made it returns. */
public final class Journal implements AutoCloseable {
  private final HikariDataSource pool;
  private final JdbcClient sql;
  private final TransactionTemplate transactions;

  private Journal(HikariDataSource pool) {
    this.pool = pool;
    this.sql = JdbcClient.create(pool);
    this.transactions = new TransactionTemplate(new DataSourceTransactionManager(pool));
  }

  /** Opens the journal in a file, which is made or brought up to date when it has to be. */
  public static Journal open(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(10_000);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    HikariConfig pooling = new HikariConfig();
    pooling.setDataSource(source);
    pooling.setPoolName("journal");
    // SQLite has one writer; one connection makes every reader see what was just written, too.
    pooling.setMaximumPoolSize(1);
    HikariDataSource pool = new HikariDataSource(pooling);
    Flyway.configure().dataSource(pool).locations("classpath:db/journal").load().migrate();
    return new Journal(pool);
  }

  /** Plain SQL on the journal. */
  public JdbcClient sql() {
    return sql;
  }

  /** Does all of it or nothing. */
  public <T> T atomically(Supplier<T> work) {
    return Optional.ofNullable(transactions.execute(status -> work.get())).orElseThrow();
  }

  /** Does all of it or nothing. */
  public void atomically(Runnable work) {
    transactions.executeWithoutResult(status -> work.run());
  }

  @Override
  public void close() {
    pool.close();
  }
}
