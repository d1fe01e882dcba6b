package io.consilium.platform.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Deploys the diagrams and forms that the platform was built with, and nothing else. Forms belong
 * to the deployment of their diagram, so that when any of them changes, all are deployed anew; when
 * none has changed, nothing is.
 */
@Component
class ProcessDeployment extends AbstractProcessEnginePlugin {
  private final ResourcePatternResolver resources = new PathMatchingResourcePatternResolver();

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    DeploymentBuilder deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .name("Consilium")
            .enableDuplicateFiltering(false);
    try {
      add("process/*.bpmn", deployment);
      add("form/*.form", deployment);
    } catch (IOException e) {
      throw new UncheckedIOException("The diagrams cannot be read", e);
    }
    deployment.deploy();
  }

  private void add(String pattern, DeploymentBuilder deployment) throws IOException {
    for (Resource resource : resources.getResources("classpath*:" + pattern)) {
      try (InputStream content = resource.getInputStream()) {
        deployment.addInputStream(Objects.requireNonNull(resource.getFilename()), content);
      }
    }
  }
}
