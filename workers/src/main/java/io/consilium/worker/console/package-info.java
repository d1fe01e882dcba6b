/**
 * The worker's console: what the site's people see and decide, on 127.0.0.1 and behind a token that
 * only the worker's user can read. Each answer is JSON, or a text for a terminal.
 */
@NullMarked
package io.consilium.worker.console;

import org.jspecify.annotations.NullMarked;
