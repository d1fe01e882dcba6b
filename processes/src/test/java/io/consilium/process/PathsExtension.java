package io.consilium.process;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the tests of {@link PathsOf} their engine and measures their coverage. */
final class PathsExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {
  private final Set<String> testsRun = new HashSet<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    engine(context).coverage.forget();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    testsRun.add(context.getRequiredTestMethod().getName());
    engine(context).reset();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!testsRun.containsAll(testsOf(context.getRequiredTestClass()))) {
      return; // Somebody runs a single test: nothing can be said about the whole.
    }
    String process = context.getRequiredTestClass().getAnnotation(PathsOf.class).value();
    PathCoverage.Outcome outcome = engine(context).coverage.of(process, Resources.diagram(process));
    System.out.println(outcome.line());
    if (!outcome.complete()) {
      throw new AssertionError(
          "No test of %s takes %s %s"
              .formatted(process, outcome.missedNodes(), outcome.missedFlows()));
    }
  }

  private static Set<String> testsOf(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(method -> method.getName())
        .collect(Collectors.toSet());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestEngine.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return engine(context);
  }

  private static TestEngine engine(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(PathsExtension.class))
        .getOrComputeIfAbsent(TestEngine.class, type -> new TestEngine(), TestEngine.class);
  }
}
