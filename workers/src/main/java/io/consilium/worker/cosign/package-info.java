/**
 * Signatures of images as cosign makes them: a payload beside the image in its registry, signed
 * with a key whose public half the site has from elsewhere.
 */
@NullMarked
package io.consilium.worker.cosign;

import org.jspecify.annotations.NullMarked;
