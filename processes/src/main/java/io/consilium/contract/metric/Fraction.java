package io.consilium.contract.metric;

/** The ids of the count metrics of which a proportion is made. */
public record Fraction(String numerator, String denominator) {}
