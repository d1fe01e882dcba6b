package io.consilium.contract.gateway;

/**
 * Who the site is from now on, as the operator fixed it when the code was issued.
 *
 * @param fingerprint of all its keys, see {@link KeyFingerprint}
 */
public record EnrolmentAnswer(
    String facilityId, String name, String organisation, String fingerprint) {}
