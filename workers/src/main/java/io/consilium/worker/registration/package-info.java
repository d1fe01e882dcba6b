/**
 * What the site's people decide about a dataset: to prepare it, to register it, to join with it.
 */
@NullMarked
package io.consilium.worker.registration;

import org.jspecify.annotations.NullMarked;
