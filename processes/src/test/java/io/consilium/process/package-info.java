/**
 * The diagrams, walked on a real engine and held against the vocabulary that they share with the
 * code.
 */
@NullMarked
package io.consilium.process;

import org.jspecify.annotations.NullMarked;
