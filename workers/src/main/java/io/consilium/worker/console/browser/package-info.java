/**
 * The console's pages: what runs, what waits for a decision, and everything that stays at the site.
 * They are made here, on the server; one small script renews what is live.
 */
@NullMarked
package io.consilium.worker.console.browser;

import org.jspecify.annotations.NullMarked;
