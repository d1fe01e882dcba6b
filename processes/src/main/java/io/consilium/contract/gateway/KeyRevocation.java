package io.consilium.contract.gateway;

/** A facility ends a key of its own at once; nothing takes its place. */
public record KeyRevocation(KeyRole role) {}
