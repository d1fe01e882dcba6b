package io.consilium.worker.console.login;

import java.io.Serial;
import java.io.Serializable;
import java.security.Principal;

/**
 * Who is logged in.
 *
 * @param account what the person logged in with
 * @param person the person's name for the site's ledger
 * @param mayDecide whether the person decides for the site
 */
public record Person(String account, String person, boolean mayDecide)
    implements Principal, Serializable {
  @Serial private static final long serialVersionUID = 1L;

  @Override
  public String getName() {
    return account;
  }
}
