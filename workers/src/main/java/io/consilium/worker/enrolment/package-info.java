/** A site's beginning: its folder, its keys, and what the platform's operator needs of them. */
@NullMarked
package io.consilium.worker.enrolment;

import org.jspecify.annotations.NullMarked;
