/**
 * Who may open the console's pages: accounts of the site, sessions, and what protects them. The
 * pages have a port of their own; the command's interface cannot be reached through it.
 */
@NullMarked
package io.consilium.worker.console.login;

import org.jspecify.annotations.NullMarked;
