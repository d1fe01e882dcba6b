/**
 * The workflow engine behind a few types of our own. Besides the {@code process} packages of the
 * features, this package alone knows which engine it is.
 */
@NullMarked
package io.consilium.platform.engine;

import org.jspecify.annotations.NullMarked;
