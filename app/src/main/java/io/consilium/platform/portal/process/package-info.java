/** What the portal asks the engine. */
@NullMarked
package io.consilium.platform.portal.process;

import org.jspecify.annotations.NullMarked;
