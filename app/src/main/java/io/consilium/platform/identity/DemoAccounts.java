package io.consilium.platform.identity;

import io.consilium.contract.Groups;
import io.consilium.platform.engine.UserDirectory;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The people of the demo. Everybody knows their passwords. */
@Component
@ConditionalOnProperty(name = "consilium.demo-accounts", matchIfMissing = true)
class DemoAccounts implements SmartInitializingSingleton {
  private static final Logger LOG = LoggerFactory.getLogger(DemoAccounts.class);

  private record Person(String id, String firstName, String lastName, List<String> groups) {}

  private static final List<Person> PEOPLE =
      List.of(
          new Person("ada", "Ada", "Lovell", List.of(Groups.PLATFORM_COMMITTEE)),
          new Person("boris", "Boris", "Kern", List.of(Groups.PLATFORM_COMMITTEE)),
          new Person("chloe", "Chloé", "Martin", List.of()),
          new Person("dev", "Dev", "Anand", List.of()),
          new Person("max", "Max", "Weber", List.of(Groups.MODEL_OWNERS)),
          new Person("ines", "Inês", "Costa", List.of(Groups.BENCHMARK_OWNERS)),
          new Person("olga", "Olga", "Brandt", List.of(Groups.OPERATORS)));

  private final UserDirectory directory;
  private final TransactionTemplate transaction;

  DemoAccounts(UserDirectory directory, TransactionTemplate transaction) {
    this.directory = directory;
    this.transaction = transaction;
  }

  @Override
  public void afterSingletonsInstantiated() {
    transaction.executeWithoutResult(
        status -> {
          directory.establishRoles();
          PEOPLE.forEach(this::add);
        });
    LOG.info("The demo's accounts can log in; consilium.demo-accounts=false leaves them out");
  }

  private void add(Person person) {
    directory.addUserIfAbsent(
        person.id(), person.firstName(), person.lastName(), person.id() + "-demo");
    person.groups().forEach(group -> directory.addMember(group, person.id()));
  }
}
