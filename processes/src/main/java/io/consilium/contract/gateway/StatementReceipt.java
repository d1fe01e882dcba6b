package io.consilium.contract.gateway;

/** The platform has stored a statement; the id is SHA-256 of its canonical JSON, in hex. */
public record StatementReceipt(String id) {}
