/**
 * The facility's own files: where they are, what {@code site.yaml} says about the site, and what
 * {@code site-policy.yaml} allows. Nothing from outside can change them.
 */
@NullMarked
package io.consilium.worker.site;

import org.jspecify.annotations.NullMarked;
