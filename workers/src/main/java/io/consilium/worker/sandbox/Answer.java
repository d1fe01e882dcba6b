package io.consilium.worker.sandbox;

import com.github.dockerjava.api.async.ResultCallback;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * An answer of the engine that comes in pieces, as one future.
 *
 * @param <P> a piece
 * @param <R> what the pieces amount to
 */
final class Answer<P, R> implements ResultCallback<P> {
  private final Function<P, R> meaning;
  private final BinaryOperator<R> sum;
  private final CompletableFuture<R> result = new CompletableFuture<>();
  private final AtomicReference<R> soFar;
  private volatile Closeable connection = () -> {};

  /**
   * An answer that is still to come.
   *
   * @param start what it amounts to before the first piece
   * @param meaning what a piece amounts to by itself
   * @param sum adds a later piece's meaning to an earlier one's
   */
  Answer(R start, Function<P, R> meaning, BinaryOperator<R> sum) {
    this.soFar = new AtomicReference<>(start);
    this.meaning = meaning;
    this.sum = sum;
  }

  CompletableFuture<R> result() {
    return result;
  }

  @Override
  public void onStart(Closeable opened) {
    connection = opened;
    if (result.isDone()) {
      close();
    }
  }

  @Override
  public void onNext(P piece) {
    soFar.accumulateAndGet(meaning.apply(piece), sum);
  }

  @Override
  public void onError(Throwable fault) {
    result.completeExceptionally(fault);
  }

  @Override
  public void onComplete() {
    result.complete(soFar.get());
  }

  /** Ends the connection, whether or not the answer has ended. */
  @Override
  public void close() {
    result.cancel(false);
    try {
      connection.close();
    } catch (IOException e) {
      // Nobody reads from it any more, so how it ends makes no difference.
    }
  }
}
