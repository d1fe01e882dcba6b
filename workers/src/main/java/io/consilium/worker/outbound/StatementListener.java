package io.consilium.worker.outbound;

/** Is told once what became of each statement. */
public interface StatementListener {
  /** The platform has it. */
  void delivered(OutgoingStatement statement);

  /** The platform will never take it; the statement's detail says why. */
  void refused(OutgoingStatement statement);
}
