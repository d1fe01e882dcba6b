/** Datasets as the platform knows them: fingerprint, people and released statistics. */
@NullMarked
package io.consilium.platform.dataset;

import org.jspecify.annotations.NullMarked;
