package io.consilium.platform.database;

import io.consilium.platform.Settings;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings PostgreSQL along unless {@code spring.datasource.url} names another one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${spring.datasource.url:}'.empty")
class EmbeddedDatabaseConfiguration {
  @Bean
  EmbeddedDatabase embeddedDatabase(Settings settings) {
    return EmbeddedDatabase.start(databaseFolder(settings));
  }

  @Bean
  JdbcConnectionDetails embeddedDatabaseConnection(EmbeddedDatabase database) {
    return new JdbcConnectionDetails() {
      @Override
      public String getJdbcUrl() {
        return database.url();
      }

      @Override
      public String getUsername() {
        return EmbeddedDatabase.USER;
      }

      @Override
      public String getPassword() {
        return database.password();
      }
    };
  }

  private static Path databaseFolder(Settings settings) {
    return settings.home().toAbsolutePath().normalize().resolve("postgresql");
  }
}
