package io.consilium.worker.console.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.enrolment.PrivateFile;
import io.consilium.worker.site.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** The site's own accounts, in a file that only the worker's user can read. */
@Component
public class Accounts {
  /** Shortest password, in characters. */
  static final int SHORTEST_PASSWORD = 10;

  /** bcrypt reads no further. */
  private static final int MOST_PASSWORD_BYTES = 72;

  private static final int BCRYPT_STRENGTH = 12;

  /** A hash of no password, for names without an account: it takes as long to compare. */
  private static final String NOBODYS = "$2a$12$" + "e".repeat(53);

  private static final int MOST_PERSON = 100;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

  private final Path file;
  private final Clock clock;
  private final PasswordEncoder passwords = new BCryptPasswordEncoder(BCRYPT_STRENGTH);

  Accounts(Site site, Clock clock) {
    this.file = site.home().consoleUsers();
    this.clock = clock;
  }

  /** What is shown of an account. */
  public record Listed(String name, String person, String role) {}

  /** Every account, by name. */
  public List<Listed> list() {
    return read().stream()
        .map(account -> new Listed(account.name(), account.person(), account.role().word()))
        .toList();
  }

  boolean isEmpty() {
    return read().isEmpty();
  }

  Optional<Account> find(String name) {
    return read().stream().filter(account -> account.name().equals(name)).findFirst();
  }

  /** Whether the password is the account's; takes the same time where there is no account. */
  boolean isPassword(Optional<Account> account, String password) {
    boolean fits = isReadInFull(password);
    boolean matches =
        passwords.matches(fits ? password : "", account.map(Account::hash).orElse(NOBODYS));
    return fits && matches && account.isPresent();
  }

  /**
   * Adds an account.
   *
   * @param person name for the site's ledger
   * @param role {@code viewer} or {@code data-owner}
   * @throws AccountException when something about it is wrong
   */
  public synchronized void add(String name, String person, String role, String password) {
    if (!NAME.matcher(name).matches()) {
      throw new AccountException(
          "'%s' is not a name to log in with: small letters, digits and . _ @ -, at most 64"
              .formatted(name));
    }
    if (person.isBlank()
        || person.length() > MOST_PERSON
        || person.codePoints().anyMatch(Character::isISOControl)) {
      throw new AccountException(
          "the person's name must be a line of at most " + MOST_PERSON + " characters");
    }
    Role known =
        Role.named(role)
            .orElseThrow(
                () -> new AccountException("the role is viewer or data-owner, not " + role));
    String hash = hash(password);
    List<Account> accounts = read();
    if (accounts.stream().anyMatch(account -> account.name().equals(name))) {
      throw new AccountException("there is an account " + name + " already");
    }
    accounts.add(new Account(name, person.strip(), known, hash, clock.instant()));
    write(accounts);
  }

  /**
   * Gives an account another password, and ends its sessions.
   *
   * @throws AccountException when there is no such account or the password is too short
   */
  public synchronized void changePassword(String name, String password) {
    String hash = hash(password);
    change(
        name,
        account ->
            new Account(account.name(), account.person(), account.role(), hash, clock.instant()));
  }

  /**
   * Removes an account, and ends its sessions.
   *
   * @throws AccountException when there is no such account
   */
  public synchronized void remove(String name) {
    List<Account> accounts = read();
    if (!accounts.removeIf(account -> account.name().equals(name))) {
      throw unknown(name);
    }
    write(accounts);
  }

  private void change(String name, UnaryOperator<Account> deed) {
    List<Account> accounts = read();
    if (accounts.stream().noneMatch(account -> account.name().equals(name))) {
      throw unknown(name);
    }
    accounts.replaceAll(account -> account.name().equals(name) ? deed.apply(account) : account);
    write(accounts);
  }

  private static AccountException unknown(String name) {
    return new AccountException(
        "there is no account " + name + ": see 'consilium console user list'");
  }

  private String hash(String password) {
    if (password.length() < SHORTEST_PASSWORD || !isReadInFull(password)) {
      throw new AccountException(
          "the password needs at least %d characters and at most %d bytes"
              .formatted(SHORTEST_PASSWORD, MOST_PASSWORD_BYTES));
    }
    return passwords.encode(password);
  }

  private static boolean isReadInFull(String password) {
    return password.getBytes(StandardCharsets.UTF_8).length <= MOST_PASSWORD_BYTES;
  }

  private List<Account> read() {
    List<Account> accounts = new ArrayList<>();
    if (!Files.exists(file)) {
      return accounts;
    }
    try {
      for (JsonNode node : CanonicalJson.STRICT.readTree(Files.readString(file)).path("users")) {
        accounts.add(
            new Account(
                node.path("name").asText(),
                node.path("person").asText(),
                Role.named(node.path("role").asText())
                    .orElseThrow(() -> new IllegalStateException("unknown role")),
                node.path("hash").asText(),
                Instant.parse(node.path("since").asText())));
      }
      return accounts;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "The file " + file + " is damaged: restore it, or remove it and make accounts anew", e);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be read", e);
    }
  }

  private void write(List<Account> accounts) {
    ArrayNode users = JsonNodeFactory.instance.arrayNode();
    accounts.stream()
        .sorted(Comparator.comparing(Account::name))
        .forEach(
            account ->
                users
                    .addObject()
                    .put("name", account.name())
                    .put("person", account.person())
                    .put("role", account.role().word())
                    .put("hash", account.hash())
                    .put("since", account.since().toString()));
    ObjectNode content = JsonNodeFactory.instance.objectNode().set("users", users);
    PrivateFile.replace(file, content.toPrettyString() + "\n");
  }
}
