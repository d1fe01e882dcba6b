/** How people's requests are answered when they cannot be met: problem details (RFC 9457). */
@NullMarked
package io.consilium.platform.api;

import org.jspecify.annotations.NullMarked;
