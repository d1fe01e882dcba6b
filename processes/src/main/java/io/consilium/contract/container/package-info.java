/** Containers: MedPerf's {@code container_config.yaml}, and its registration by digest. */
@NullMarked
package io.consilium.contract.container;

import org.jspecify.annotations.NullMarked;
