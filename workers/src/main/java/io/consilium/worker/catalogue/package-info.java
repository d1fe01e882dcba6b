/** The site's datasets: where they are, how many people they hold, and their fingerprints. */
@NullMarked
package io.consilium.worker.catalogue;

import org.jspecify.annotations.NullMarked;
