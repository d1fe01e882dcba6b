package io.consilium.worker.console;

import io.consilium.worker.console.login.Accounts;
import io.consilium.worker.console.login.FirstAccount;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who may open the console's pages. */
@RestController
class AccountConsole {
  private final Accounts accounts;
  private final FirstAccount firstAccount;
  private final ConsoleAddress address;

  AccountConsole(Accounts accounts, FirstAccount firstAccount, ConsoleAddress address) {
    this.accounts = accounts;
    this.firstAccount = firstAccount;
    this.address = address;
  }

  @PostMapping("/console/door")
  AccountPages.Door open() {
    return new AccountPages.Door(
        address.pages(), firstAccount.issue().map(code -> address.pages() + "/first?code=" + code));
  }

  @GetMapping("/console/users")
  AccountPages.Users list() {
    return new AccountPages.Users(accounts.list());
  }

  @PostMapping("/console/users")
  AccountPages.Done add(
      @RequestParam("name") String name,
      @RequestParam("person") String person,
      @RequestParam("role") String role,
      @RequestParam("password") String password) {
    accounts.add(name, person, role, password);
    return new AccountPages.Done(
        "Added %s, %s: the console is at %s".formatted(name, role, address.pages()));
  }

  @PostMapping("/console/users/password")
  AccountPages.Done changePassword(
      @RequestParam("name") String name, @RequestParam("password") String password) {
    accounts.changePassword(name, password);
    return new AccountPages.Done("Changed the password of " + name + " and ended its sessions");
  }

  @PostMapping("/console/users/removal")
  AccountPages.Done remove(@RequestParam("name") String name) {
    accounts.remove(name);
    return new AccountPages.Done("Removed " + name + " and ended its sessions");
  }
}
