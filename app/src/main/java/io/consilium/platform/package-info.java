/** The platform: engine, registry, governance, facility gateway, results and portal. */
@NullMarked
package io.consilium.platform;

import org.jspecify.annotations.NullMarked;
