/**
 * What the site's people see and decide. Here is the command's interface, on 127.0.0.1 and behind a
 * token that only the worker's user can read; each answer is JSON, or a text for a terminal. The
 * pages for a browser are in a package of their own.
 */
@NullMarked
package io.consilium.worker.console;

import org.jspecify.annotations.NullMarked;
