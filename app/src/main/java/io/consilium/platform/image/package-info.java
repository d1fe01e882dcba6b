/** What registries say about container images. */
@NullMarked
package io.consilium.platform.image;

import org.jspecify.annotations.NullMarked;
