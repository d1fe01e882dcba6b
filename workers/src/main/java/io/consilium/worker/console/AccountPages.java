package io.consilium.worker.console;

import io.consilium.worker.console.login.Accounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command's answers about the console's accounts. */
final class AccountPages {
  private AccountPages() {}

  /** Where the console is; and the way to the first account, as long as there is none. */
  record Door(String url, Optional<String> first) implements Page {
    @Override
    public String text() {
      return first
          .map(
              link ->
                  """
                  Nobody has an account yet. This link makes the first one, a data owner's. It works
                  once, for 15 minutes, in a browser that reaches this address:

                  %s
                  """
                      .formatted(link))
          .orElseGet(() -> url + "\n");
    }
  }

  /** Who may log in. */
  record Users(List<Accounts.Listed> users) implements Page {
    Users {
      users = List.copyOf(users);
    }

    @Override
    public String text() {
      if (users.isEmpty()) {
        return "Nobody has an account yet: run 'consilium console open'.\n";
      }
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("NAME", "ROLE", "PERSON"));
      users.forEach(user -> rows.add(List.of(user.name(), user.role(), user.person())));
      return Lines.of().table(rows).text();
    }
  }

  /** What was done. */
  record Done(String words) implements Page {
    @Override
    public String text() {
      return words + "\n";
    }
  }
}
