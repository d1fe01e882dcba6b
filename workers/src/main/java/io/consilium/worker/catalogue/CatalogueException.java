package io.consilium.worker.catalogue;

/** What was asked of the catalogue cannot be done; the message says why and what to do. */
public final class CatalogueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CatalogueException(String message) {
    super(message);
  }
}
