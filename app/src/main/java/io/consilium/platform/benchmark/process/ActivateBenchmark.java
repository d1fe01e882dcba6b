package io.consilium.platform.benchmark.process;

import io.consilium.contract.Beans;
import io.consilium.platform.benchmark.Benchmarks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component(Beans.ACTIVATE_BENCHMARK)
class ActivateBenchmark implements JavaDelegate {
  private final Benchmarks benchmarks;

  ActivateBenchmark(Benchmarks benchmarks) {
    this.benchmarks = benchmarks;
  }

  @Override
  public void execute(DelegateExecution execution) {
    benchmarks.activate(execution.getProcessBusinessKey());
  }
}
