/**
 * The vocabulary that diagrams, platform and workers share: every topic, variable, message, bean,
 * group and reason has its name here and nowhere else.
 */
@NullMarked
package io.consilium.contract;

import org.jspecify.annotations.NullMarked;
