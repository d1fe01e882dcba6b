package io.consilium.worker.zoo;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectIteration;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the attacks of the given ids and nothing else, in a process of its own. */
final class RunAttacks {
  private RunAttacks() {}

  public static void main(String[] ids) {
    List<String> wanted = List.of(ids);
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                Attempt.all().stream()
                    .filter(attempt -> wanted.contains(attempt.id()))
                    .map(RunAttacks::selector)
                    .toList())
            .build();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, summary);
    summary.getSummary().printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    System.exit(0);
  }

  private static DiscoverySelector selector(Attempt attempt) {
    MethodSelector method = selectMethod(attempt.test().getDeclaringClass(), attempt.test());
    return attempt
        .iteration()
        .<DiscoverySelector>map(number -> selectIteration(method, number))
        .orElse(method);
  }
}
