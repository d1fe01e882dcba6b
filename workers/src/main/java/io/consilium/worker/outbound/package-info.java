/**
 * The one way out. {@link io.consilium.worker.outbound.Message} is the closed list of what can be
 * sent; each is in the ledger before it is sent, and goes to the site's platform and nowhere else.
 */
@NullMarked
package io.consilium.worker.outbound;

import org.jspecify.annotations.NullMarked;
