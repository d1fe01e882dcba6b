/** The PostgreSQL that the platform brings along where no other is configured. */
@NullMarked
package io.consilium.platform.database;

import org.jspecify.annotations.NullMarked;
