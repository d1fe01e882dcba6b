package io.consilium.worker.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Counts the attacks of a run of tests, and prints at its end how many were tried and held. */
final class Zoo implements InvocationInterceptor {
  /** System property: a file that takes each attack's id with HELD or SUCCEEDED. */
  static final String REPORT = "consilium.zoo.report";

  static final String HELD = "HELD";
  static final String SUCCEEDED = "SUCCEEDED";

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> test,
      ExtensionContext context)
      throws Throwable {
    attempt(invocation, test, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> test,
      ExtensionContext context)
      throws Throwable {
    attempt(invocation, test, context);
  }

  private static void attempt(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> test,
      ExtensionContext context)
      throws Throwable {
    String id = id(test.getExecutable(), test.getArguments());
    Catalogue.read().require(id);
    Tally tally =
        context
            .getRoot()
            .getStore(Namespace.create(Zoo.class))
            .getOrComputeIfAbsent(Tally.class, key -> new Tally(), Tally.class);
    try {
      invocation.proceed();
      tally.enter(id, HELD);
    } catch (AssertionError broken) {
      tally.enter(id, SUCCEEDED);
      throw broken;
    } catch (Throwable fault) {
      // Whoever waits for something to be so throws what was not so as the cause.
      tally.enter(id, fault.getCause() instanceof AssertionError ? SUCCEEDED : "BROKE: " + fault);
      throw fault;
    }
  }

  static String id(Method test, List<Object> arguments) {
    String pattern =
        Optional.ofNullable(test.getAnnotation(Attack.class))
            .orElseThrow(() -> new IllegalStateException(test + " is no attack"))
            .value();
    return arguments.isEmpty() ? pattern : pattern.replace("{0}", String.valueOf(arguments.get(0)));
  }

  /** What became of each attack. */
  private static final class Tally implements ExtensionContext.Store.CloseableResource {
    private final Map<String, String> fates = new TreeMap<>();

    synchronized void enter(String id, String fate) {
      fates.merge(id, fate, (before, now) -> before.equals(HELD) ? now : before);
    }

    @Override
    public synchronized void close() {
      long held = fates.values().stream().filter(HELD::equals).count();
      System.out.printf("attacks tried: %d, held: %d%n", fates.size(), held);
      Optional.ofNullable(System.getProperty(REPORT)).map(Path::of).ifPresent(this::write);
    }

    private void write(Path file) {
      try {
        Files.write(
            file,
            fates.entrySet().stream().map(fate -> fate.getKey() + " " + fate.getValue()).toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
