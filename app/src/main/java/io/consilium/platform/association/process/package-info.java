/** The steps of DatasetAssociation and ModelAssociation. */
@NullMarked
package io.consilium.platform.association.process;

import org.jspecify.annotations.NullMarked;
