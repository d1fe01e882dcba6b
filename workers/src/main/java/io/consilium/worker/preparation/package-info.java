/**
 * Preparations that people take part in: what the preparator's report says, what is left to do, and
 * the decisions to go on, to stop, and to look after prepared data.
 */
@NullMarked
package io.consilium.worker.preparation;

import org.jspecify.annotations.NullMarked;
