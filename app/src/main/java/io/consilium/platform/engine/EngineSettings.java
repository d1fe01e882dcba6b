package io.consilium.platform.engine;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Every setting of the engine that its defaults leave unsafe or unfit. What an operator may tune is
 * in {@code application.yaml} instead.
 */
@Component
@DependsOnDatabaseInitialization
class EngineSettings extends AbstractProcessEnginePlugin {
  private static final String ID_PATTERN = "[a-z0-9][a-z0-9-]*";
  private static final String USER_PATTERN = "[A-Za-z0-9][A-Za-z0-9._@-]*";

  private final ApplicationContext context;

  EngineSettings(ApplicationContext context) {
    this.context = context;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    configuration.setAuthorizationEnabled(true);
    configuration.setTenantCheckEnabled(true);
    configuration.setTenantIdProvider(new FacilityAsTenant());
    configuration.setDefaultUserPermissionNameForTask(Permissions.TASK_WORK.getName());
    configuration.setUserResourceWhitelistPattern(USER_PATTERN);
    configuration.setGroupResourceWhitelistPattern(ID_PATTERN);
    configuration.setTenantResourceWhitelistPattern(ID_PATTERN);
    configuration.setQueryMaxResultsLimit(2000);
    configuration.setDeserializationTypeValidationEnabled(true);
    configuration.setJavaSerializationFormatEnabled(false);
    configuration.setHistoryTimeToLive("P180D");

    // Diagrams hold no code: no scripts, no classes, and of our beans only those meant for them.
    configuration.setScriptEngineResolver(new NoScripts());
    configuration.setEnableScriptEngineLoadExternalResources(false);
    configuration.setEnableFetchScriptEngineFromProcessApplication(false);
    configuration.setEnableExpressionsInAdhocQueries(false);
    configuration.setEnableExpressionsInStoredQueries(true);
    Map<Object, Object> beans = new StepsOfDiagrams(context);
    configuration.setBeans(beans);
    configuration.setExpressionManager(new GuardedExpressionManager(context, beans));

    FormGuard.install(configuration);
    configuration.setCustomPreBPMNParseListeners(
        List.of(new CaseReaders(), new ArrivalAnnouncer(context)));

    // An error that no event catches would end its path as if all were well.
    configuration.setEnableExceptionsAfterUnhandledBpmnError(true);

    // Kept by whoever runs the platform; nothing is counted for the engine's maker.
    configuration.setMetricsEnabled(false);
    configuration.setDbMetricsReporterActivate(false);
    configuration.setTaskMetricsEnabled(false);
  }
}
