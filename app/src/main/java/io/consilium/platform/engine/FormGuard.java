package io.consilium.platform.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.FormServiceImpl;
import org.camunda.bpm.engine.impl.RuntimeServiceImpl;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstantiationBuilder;
import org.camunda.bpm.engine.runtime.RestartProcessInstanceBuilder;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Holds people to the forms. Whoever may complete a task could otherwise set any variable of its
 * case, such as which benchmark it is about, and whoever may start a process could start it in its
 * middle; the engine checks forms in the browser only.
 *
 * <p>The services here take the place of the engine's own. What the platform does in its own name
 * passes.
 */
final class FormGuard {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ProcessEngineConfigurationImpl configuration;

  private FormGuard(ProcessEngineConfigurationImpl configuration) {
    this.configuration = configuration;
  }

  static void install(ProcessEngineConfigurationImpl configuration) {
    var guard = new FormGuard(configuration);
    configuration.setFormService(guard.new Forms());
    configuration.setTaskService(guard.new Tasks());
    configuration.setRuntimeService(guard.new Cases());
  }

  private boolean isPerson() {
    IdentityService identity = configuration.getIdentityService();
    return Optional.ofNullable(identity.getCurrentAuthentication())
        .map(Authentication::getUserId)
        .isPresent();
  }

  private void refusePeople(String what) {
    if (isPerson()) {
      throw new AuthorizationException(what);
    }
  }

  /** A person may set what the task's form asks for, and repeat what is so already. */
  private void checkTask(String taskId, @Nullable Map<String, Object> variables) {
    if (variables == null || variables.isEmpty() || !isPerson()) {
      return;
    }
    FormService forms = configuration.getFormService();
    TaskService tasks = configuration.getTaskService();
    Set<String> strangers = new TreeSet<>(variables.keySet());
    strangers.removeAll(fieldsOf(() -> forms.getDeployedTaskForm(taskId)));
    strangers.removeIf(
        name -> Objects.equals(plain(variables.get(name)), tasks.getVariable(taskId, name)));
    refuse(strangers);
  }

  private void checkStart(String processDefinitionId, @Nullable Map<String, Object> variables) {
    if (!isPerson()) {
      return;
    }
    FormService forms = configuration.getFormService();
    Set<String> strangers = variables == null ? new TreeSet<>() : new TreeSet<>(variables.keySet());
    strangers.removeAll(fieldsOf(() -> forms.getDeployedStartForm(processDefinitionId)));
    refuse(strangers);
  }

  private static void refuse(Set<String> strangers) {
    if (!strangers.isEmpty()) {
      throw new FormFieldValidationException(
          strangers, "The form has no fields to fill in called " + strangers);
    }
  }

  private interface DeployedForm {
    InputStream open();
  }

  private static Set<String> fieldsOf(DeployedForm form) {
    Set<String> fields = new HashSet<>();
    try (InputStream content = form.open()) {
      collectFields(JSON.readTree(content), fields);
    } catch (BadUserRequestException e) {
      // Without a form there is nothing to fill in.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fields;
  }

  private static void collectFields(JsonNode part, Set<String> fields) {
    boolean locked = part.path("disabled").asBoolean() || part.path("readonly").asBoolean();
    if (part.hasNonNull("key") && !locked) {
      fields.add(part.get("key").asText());
    }
    part.path("components").forEach(child -> collectFields(child, fields));
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof TypedValue typed ? typed.getValue() : value;
  }

  private final class Forms extends FormServiceImpl {
    @Override
    public ProcessInstance submitStartForm(String processId, Map<String, Object> variables) {
      checkStart(processId, variables);
      return super.submitStartForm(processId, variables);
    }

    @Override
    public ProcessInstance submitStartForm(
        String processId, @Nullable String businessKey, Map<String, Object> variables) {
      if (businessKey != null && !businessKey.isEmpty()) {
        refusePeople("The platform gives cases their keys");
      }
      checkStart(processId, variables);
      return super.submitStartForm(processId, businessKey, variables);
    }

    @Override
    @SuppressWarnings("deprecation") // Refused all the more: it is the same, under an older name.
    public ProcessInstance submitStartFormData(String processId, Map<String, String> properties) {
      refusePeople("Submit the form");
      return super.submitStartFormData(processId, properties);
    }

    @Override
    @SuppressWarnings("deprecation")
    public ProcessInstance submitStartFormData(
        String processId, String businessKey, Map<String, String> properties) {
      refusePeople("Submit the form");
      return super.submitStartFormData(processId, businessKey, properties);
    }

    @Override
    public void submitTaskForm(String taskId, Map<String, Object> variables) {
      checkTask(taskId, variables);
      super.submitTaskForm(taskId, variables);
    }

    @Override
    public VariableMap submitTaskFormWithVariablesInReturn(
        String taskId, Map<String, Object> variables, boolean deserialize) {
      checkTask(taskId, variables);
      return super.submitTaskFormWithVariablesInReturn(taskId, variables, deserialize);
    }
  }

  private final class Tasks extends TaskServiceImpl {
    @Override
    public void complete(String taskId, @Nullable Map<String, Object> variables) {
      checkTask(taskId, variables);
      super.complete(taskId, variables);
    }

    @Override
    public VariableMap completeWithVariablesInReturn(
        String taskId, @Nullable Map<String, Object> variables, boolean deserialize) {
      checkTask(taskId, variables);
      return super.completeWithVariablesInReturn(taskId, variables, deserialize);
    }

    @Override
    public void resolveTask(String taskId, @Nullable Map<String, Object> variables) {
      checkTask(taskId, variables);
      super.resolveTask(taskId, variables);
    }

    @Override
    public void handleBpmnError(String taskId, String errorCode) {
      refusePeople("A person decides, and raises no errors");
      super.handleBpmnError(taskId, errorCode);
    }

    @Override
    public void handleBpmnError(String taskId, String errorCode, String message) {
      refusePeople("A person decides, and raises no errors");
      super.handleBpmnError(taskId, errorCode, message);
    }

    @Override
    public void handleBpmnError(
        String taskId, String errorCode, String message, Map<String, Object> variables) {
      refusePeople("A person decides, and raises no errors");
      super.handleBpmnError(taskId, errorCode, message, variables);
    }

    @Override
    public void handleEscalation(String taskId, String code) {
      refusePeople("A person decides, and raises no escalations");
      super.handleEscalation(taskId, code);
    }

    @Override
    public void handleEscalation(String taskId, String code, Map<String, Object> variables) {
      refusePeople("A person decides, and raises no escalations");
      super.handleEscalation(taskId, code, variables);
    }
  }

  private final class Cases extends RuntimeServiceImpl {
    @Override
    public ProcessInstantiationBuilder createProcessInstanceById(String processId) {
      refusePeople("People start cases by their form");
      return super.createProcessInstanceById(processId);
    }

    @Override
    public ProcessInstantiationBuilder createProcessInstanceByKey(String processKey) {
      refusePeople("People start cases by their form");
      return super.createProcessInstanceByKey(processKey);
    }

    @Override
    public RestartProcessInstanceBuilder restartProcessInstances(String processId) {
      refusePeople("People start cases by their form");
      return super.restartProcessInstances(processId);
    }
  }
}
