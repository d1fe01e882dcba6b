package io.consilium.platform.facility;

/** Polls that began under a facility's transport key end with the key. */
record TransportKeyEnded(String facilityId) {}
