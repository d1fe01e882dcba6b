/** What the platform's tests need around it: a registry, people with browsers, facilities. */
@NullMarked
package io.consilium.platform.scenario;

import org.jspecify.annotations.NullMarked;
