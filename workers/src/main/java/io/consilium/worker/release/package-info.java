/**
 * The release gate: what a container reported is read by the schema, held against the disclosure
 * rules, and let out by a person or by site policy.
 */
@NullMarked
package io.consilium.worker.release;

import org.jspecify.annotations.NullMarked;
