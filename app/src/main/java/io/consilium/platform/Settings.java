package io.consilium.platform;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator sets; every property starts with {@code consilium}, and an unknown one is
 * refused.
 *
 * @param home folder of everything that the platform keeps in files
 * @param publicUrl where facilities and people reach the platform; tokens of facilities name it
 * @param registries image registries, as host and port, from which containers may come
 * @param demoAccounts whether to make the accounts of the demo, whose passwords everybody knows
 */
@ConfigurationProperties(prefix = "consilium", ignoreUnknownFields = false)
public record Settings(
    @DefaultValue("consilium-data") Path home,
    @DefaultValue("http://127.0.0.1:8080") URI publicUrl,
    @DefaultValue("127.0.0.1:5000") List<String> registries,
    @DefaultValue("true") boolean demoAccounts) {}
