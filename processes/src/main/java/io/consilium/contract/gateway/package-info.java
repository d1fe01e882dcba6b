/** What travels between a worker and the facility gateway: tokens and the bodies of its answers. */
@NullMarked
package io.consilium.contract.gateway;

import org.jspecify.annotations.NullMarked;
