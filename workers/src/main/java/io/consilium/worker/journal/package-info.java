/**
 * What the site remembers across restarts, in one SQLite file, and the ledger of everything that
 * was sent.
 */
@NullMarked
package io.consilium.worker.journal;

import org.jspecify.annotations.NullMarked;
