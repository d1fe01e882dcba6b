package io.consilium.platform.benchmark.process;

import io.consilium.contract.Beans;
import io.consilium.contract.Variables;
import io.consilium.platform.benchmark.Benchmarks;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component(Beans.DECLINE_BENCHMARK)
class DeclineBenchmark implements JavaDelegate {
  private final Benchmarks benchmarks;

  DeclineBenchmark(Benchmarks benchmarks) {
    this.benchmarks = benchmarks;
  }

  @Override
  public void execute(DelegateExecution execution) {
    benchmarks.decline(
        execution.getProcessBusinessKey(),
        Optional.ofNullable((String) execution.getVariable(Variables.REASON)));
  }
}
