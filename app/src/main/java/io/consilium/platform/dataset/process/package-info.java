/** The steps of DatasetPreparation. */
@NullMarked
package io.consilium.platform.dataset.process;

import org.jspecify.annotations.NullMarked;
