package io.consilium.platform.facility;

import io.consilium.contract.gateway.ModelOffer;
import java.util.Optional;

/** What the gateway tells facilities of models; the model module implements it. */
public interface ModelOffers {
  /** The model; nothing unless it is approved for some benchmark. */
  Optional<ModelOffer> approvedModel(String modelId);

  /** The model whether approved or not, for the proving ground to test. */
  Optional<ModelOffer> anyModel(String modelId);
}
