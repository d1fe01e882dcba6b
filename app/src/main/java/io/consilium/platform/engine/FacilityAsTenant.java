package io.consilium.platform.engine;

import io.consilium.contract.Ids;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Variables;
import java.util.Set;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProvider;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderCaseInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderHistoricDecisionInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderProcessInstanceContext;
import org.jspecify.annotations.Nullable;

/** Gives each case that happens at a facility that facility as its tenant. */
final class FacilityAsTenant implements TenantIdProvider {
  /** In every other process, whoever starts it could name a facility. */
  private static final Set<String> AT_A_FACILITY =
      Set.of(
          ProcessKeys.COMPATIBILITY_TEST, ProcessKeys.DATASET_PREPARATION, ProcessKeys.EXECUTION);

  @Override
  public @Nullable String provideTenantIdForProcessInstance(
      TenantIdProviderProcessInstanceContext start) {
    if (!AT_A_FACILITY.contains(start.getProcessDefinition().getKey())) {
      return null;
    }
    if (start.getVariables().get(Variables.FACILITY_ID) instanceof String facilityId
        && Ids.isName(facilityId)) {
      return facilityId;
    }
    throw new IllegalArgumentException(
        start.getProcessDefinition().getKey() + " was started without a facility");
  }

  @Override
  public @Nullable String provideTenantIdForCaseInstance(
      TenantIdProviderCaseInstanceContext start) {
    return null;
  }

  @Override
  public @Nullable String provideTenantIdForHistoricDecisionInstance(
      TenantIdProviderHistoricDecisionInstanceContext decision) {
    return null;
  }
}
