/** Demo data for compatibility tests, by the SHA-256 of its bytes. */
@NullMarked
package io.consilium.platform.asset;

import org.jspecify.annotations.NullMarked;
