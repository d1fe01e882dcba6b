/** What every page and answer shares: how errors are told. */
@NullMarked
package io.consilium.platform.web;

import org.jspecify.annotations.NullMarked;
