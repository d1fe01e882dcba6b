/** Keys: P-256 pairs, kept as JSON Web Keys, and their signatures. */
@NullMarked
package io.consilium.contract.signing;

import org.jspecify.annotations.NullMarked;
