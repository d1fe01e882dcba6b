package io.consilium.platform.facility;

import io.consilium.contract.statement.Payload;

/**
 * What the platform does about one kind of statement. There is one handler for each payload type.
 *
 * <p>The gateway has verified the envelope: it was signed with the facility's release key (or, for
 * what site policy or a standing consent lets out, with its policy key), and the payload's facility
 * is the one that sent it. The handler runs once for each statement, in the transaction that also
 * keeps the envelope.
 */
public interface StatementHandler<P extends Payload> {
  /** The payload type that this handler is for. */
  Class<P> payloadType();

  /**
   * Acts on a statement.
   *
   * @throws NotYetExpected when its process does not wait for it yet
   * @throws Refused when it contradicts what is registered
   */
  void handle(ReceivedStatement<P> statement);
}
