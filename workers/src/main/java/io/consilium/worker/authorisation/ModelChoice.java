package io.consilium.worker.authorisation;

import java.util.List;

/** Which models are to be accepted with a revision, beside its reference model. */
public sealed interface ModelChoice {
  /** Every model that is approved for the revision now. */
  record All() implements ModelChoice {}

  /** These; there may be none. */
  record Named(List<String> ids) implements ModelChoice {
    public Named {
      ids = List.copyOf(ids);
    }
  }
}
