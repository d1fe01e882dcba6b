/**
 * Claims tasks from the platform with the stock external-task client, one for each free slot, and
 * reports how each ended. The only package that knows Camunda.
 */
@NullMarked
package io.consilium.worker.claim;

import org.jspecify.annotations.NullMarked;
