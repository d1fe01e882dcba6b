package io.consilium.platform.facility;

import java.time.Instant;

/** A data provider's site, or the proving ground. */
public record Facility(String id, String name, String organisation, Instant registeredAt) {}
