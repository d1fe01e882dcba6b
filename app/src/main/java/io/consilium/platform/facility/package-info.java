/**
 * Facilities, their keys, and the gateway by which their workers reach the platform. What the
 * gateway hands on, it hands on through the interfaces of this package, which other modules
 * implement.
 */
@NullMarked
package io.consilium.platform.facility;

import org.jspecify.annotations.NullMarked;
