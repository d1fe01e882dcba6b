/**
 * The {@code consilium} command. Most of its commands ask the running worker over its console; they
 * load little, because a person waits for each of them.
 */
@NullMarked
package io.consilium.worker.cli;

import org.jspecify.annotations.NullMarked;
