/**
 * The facility's own authority: what its people accepted, and whether an order of the platform fits
 * it. No diagram and no platform is trusted.
 */
@NullMarked
package io.consilium.worker.authorisation;

import org.jspecify.annotations.NullMarked;
