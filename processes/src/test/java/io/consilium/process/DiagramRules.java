package io.consilium.process;

import io.consilium.contract.Beans;
import io.consilium.contract.Ids;
import io.consilium.contract.Reason;
import io.consilium.contract.Variables;
import io.consilium.process.Words.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExtensionElements;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What a diagram must keep to, so that the code on both sides finds in it what it expects and
 * nothing else.
 */
final class DiagramRules {
  private static final String BPMN = BpmnModelConstants.BPMN20_NS;
  private static final String CAMUNDA = BpmnModelConstants.CAMUNDA_NS;

  /**
   * Everything but layout that a diagram may be made of. Scripts, classes and connectors are not.
   */
  private static final Map<String, Set<String>> ELEMENTS =
      Map.of(
          BPMN,
          Set.of(
              "definitions",
              "process",
              "documentation",
              "extensionElements",
              "incoming",
              "outgoing",
              "startEvent",
              "endEvent",
              "boundaryEvent",
              "intermediateCatchEvent",
              "errorEventDefinition",
              "timerEventDefinition",
              "messageEventDefinition",
              "timeDuration",
              "timeDate",
              "serviceTask",
              "userTask",
              "receiveTask",
              "callActivity",
              "subProcess",
              "exclusiveGateway",
              "sequenceFlow",
              "conditionExpression",
              "message",
              "error"),
          CAMUNDA,
          Set.of("in", "failedJobRetryTimeCycle", "inputOutput", "inputParameter", "taskListener"));

  private static final String PLAIN = "";
  private static final Map<String, Set<String>> ATTRIBUTES =
      Map.of(
          PLAIN,
          Set.of(
              "id",
              "name",
              "isExecutable",
              "targetNamespace",
              "default",
              "attachedToRef",
              "errorRef",
              "messageRef",
              "errorCode",
              "calledElement",
              "sourceRef",
              "targetRef",
              "source",
              "target",
              "sourceExpression",
              "businessKey",
              "delegateExpression",
              "event"),
          CAMUNDA,
          Set.of(
              "asyncBefore",
              "delegateExpression",
              "type",
              "topic",
              "formRef",
              "formRefBinding",
              "candidateGroups",
              "calledElementBinding",
              "historyTimeToLive",
              "isStartableInTasklist",
              "errorCodeVariable",
              "modelerTemplate",
              "modelerTemplateVersion"),
          "http://camunda.org/schema/modeler/1.0",
          Set.of("executionPlatform", "executionPlatformVersion"),
          XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI,
          Set.of("type"));

  /** Layout says nothing about what happens. */
  private static final String LAYOUT = BpmnModelConstants.BPMNDI_NS;

  private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{([^}]*)}");
  private static final Pattern BEAN = Pattern.compile("\\$\\{(\\w+)}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w.]*");
  private static final Pattern LITERAL = Pattern.compile("'([^']*)'");
  private static final String BUSINESS_KEY = "execution.processBusinessKey";
  private static final Set<String> COMPARED_WITH = Set.of(Variables.APPROVE, Variables.DECLINE);

  private final BpmnModelInstance diagram;
  private final List<String> problems = new ArrayList<>();

  private DiagramRules(BpmnModelInstance diagram) {
    this.diagram = diagram;
  }

  /** What is wrong with a diagram, one sentence each; empty when nothing is. */
  static List<String> problemsOf(String fileName, BpmnModelInstance diagram, Words contract) {
    DiagramRules rules = new DiagramRules(diagram);
    rules.checkMarkup((Element) diagram.getDocument().getDomSource().getNode().getFirstChild());
    rules.checkProcess(fileName);
    rules.each(ServiceTask.class).forEach(rules::checkServiceTask);
    rules.each(UserTask.class).forEach(rules::checkUserTask);
    rules
        .each(StartEvent.class)
        .filter(start -> start.getCamundaFormRef() != null)
        .forEach(rules::checkFormBinding);
    rules.each(CallActivity.class).forEach(rules::checkCall);
    rules.each(CamundaInputParameter.class).forEach(rules::checkInput);
    rules.each(FlowNode.class).filter(DiagramRules::waits).forEach(rules::checkTimer);
    wordsOf(diagram)
        .minus(contract)
        .forEach(unknown -> rules.problems.add("The contract does not know the " + unknown));
    return List.copyOf(rules.problems);
  }

  /** The names that a diagram uses, by kind. */
  static Words wordsOf(BpmnModelInstance diagram) {
    DiagramRules rules = new DiagramRules(diagram);
    Words words = new Words();
    words.add(Kind.PROCESS, rules.each(Process.class).map(BaseElement::getId));
    words.add(
        Kind.PROCESS, present(rules.each(CallActivity.class).map(CallActivity::getCalledElement)));
    words.add(Kind.TOPIC, present(rules.each(ServiceTask.class).map(ServiceTask::getCamundaTopic)));
    words.add(Kind.BEAN, rules.beans());
    words.add(Kind.MESSAGE, present(rules.each(Message.class).map(Message::getName)));
    words.add(Kind.ERROR_CODE, present(rules.each(Error.class).map(Error::getErrorCode)));
    words.add(Kind.FORM, present(rules.each(UserTask.class).map(UserTask::getCamundaFormRef)));
    words.add(Kind.FORM, present(rules.each(StartEvent.class).map(StartEvent::getCamundaFormRef)));
    words.add(
        Kind.GROUP,
        rules
            .each(UserTask.class)
            .flatMap(task -> task.getCamundaCandidateGroupsList().stream())
            .filter(group -> !group.contains("{")));
    words.add(Kind.VARIABLE, rules.variables());
    return words;
  }

  private Stream<String> beans() {
    return Stream.concat(
            present(each(ServiceTask.class).map(ServiceTask::getCamundaDelegateExpression)),
            present(
                each(CamundaTaskListener.class)
                    .map(CamundaTaskListener::getCamundaDelegateExpression)))
        .map(BEAN::matcher)
        .filter(Matcher::matches)
        .map(bean -> bean.group(1));
  }

  private Stream<String> variables() {
    Stream<String> mapped =
        present(
            each(CamundaIn.class)
                .flatMap(in -> Stream.of(in.getCamundaSource(), in.getCamundaTarget())));
    Stream<String> set =
        each(CamundaInputParameter.class).map(CamundaInputParameter::getCamundaName);
    Stream<String> caught =
        present(
            each(ErrorEventDefinition.class)
                .map(ErrorEventDefinition::getCamundaErrorCodeVariable));
    Stream<String> read =
        expressions()
            .flatMap(
                expression -> NAME.matcher(LITERAL.matcher(expression).replaceAll("")).results())
            .map(MatchResult::group)
            .filter(name -> !name.equals(BUSINESS_KEY));
    return Stream.of(mapped, set, caught, read).flatMap(names -> names);
  }

  /** The inside of every expression, other than those that name a bean to call. */
  private Stream<String> expressions() {
    List<String> found = new ArrayList<>();
    collectExpressions(diagram.getDocument().getDomSource().getNode(), found);
    return found.stream();
  }

  private static void collectExpressions(Node node, List<String> found) {
    if (node instanceof Element element) {
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        Attr attribute = (Attr) element.getAttributes().item(i);
        if (!"delegateExpression".equals(attribute.getLocalName())) {
          EXPRESSION
              .matcher(attribute.getValue())
              .results()
              .forEach(match -> found.add(match.group(1)));
        }
      }
    } else if (node.getNodeType() == Node.TEXT_NODE
        || node.getNodeType() == Node.CDATA_SECTION_NODE) {
      EXPRESSION.matcher(node.getNodeValue()).results().forEach(match -> found.add(match.group(1)));
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      collectExpressions(child, found);
    }
  }

  private void checkMarkup(Element element) {
    if (LAYOUT.equals(element.getNamespaceURI())) {
      return;
    }
    if (!allowed(ELEMENTS, element)) {
      problems.add(
          "%s has <%s>, which no diagram may have"
              .formatted(whereIs(element), element.getNodeName()));
    }
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      Attr attribute = (Attr) element.getAttributes().item(i);
      boolean declaration = XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI());
      if (attribute.getSpecified() && !declaration && !allowed(ATTRIBUTES, attribute)) {
        problems.add(
            "%s has %s=, which no diagram may have"
                .formatted(whereIs(element), attribute.getNodeName()));
      }
    }
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element nested) {
        checkMarkup(nested);
      }
    }
  }

  private static boolean allowed(Map<String, Set<String>> names, Node node) {
    String namespace = Objects.requireNonNullElse(node.getNamespaceURI(), PLAIN);
    return names.getOrDefault(namespace, Set.of()).contains(node.getLocalName());
  }

  private static String whereIs(Element element) {
    for (Node node = element; node instanceof Element around; node = node.getParentNode()) {
      if (around.hasAttribute("id")) {
        return around.getAttribute("id");
      }
    }
    return "The diagram";
  }

  private void checkProcess(String fileName) {
    List<Process> processes = each(Process.class).toList();
    if (processes.size() != 1) {
      problems.add("A file holds one process, not %d".formatted(processes.size()));
      return;
    }
    Process process = processes.get(0);
    if (!fileName.equals(process.getId() + ".bpmn")) {
      problems.add("The file %s holds the process %s".formatted(fileName, process.getId()));
    }
    if (!process.isExecutable()) {
      problems.add("%s is not executable".formatted(process.getId()));
    }
    if (process.getCamundaHistoryTimeToLiveString() == null) {
      problems.add("%s has no history time to live".formatted(process.getId()));
    }
    boolean startForm = each(StartEvent.class).anyMatch(start -> start.getCamundaFormRef() != null);
    if (process.isCamundaStartableInTasklist() && !startForm) {
      problems.add(
          "%s can be started in Tasklist but has no start form".formatted(process.getId()));
    }
    expressions().forEach(this::checkExpression);
  }

  private void checkExpression(String expression) {
    if (expression.contains("(")) {
      problems.add("The expression %s calls a method".formatted(expression));
    }
    LITERAL
        .matcher(expression)
        .results()
        .map(literal -> literal.group(1))
        .filter(literal -> !COMPARED_WITH.contains(literal))
        .forEach(literal -> problems.add("No decision is called '%s'".formatted(literal)));
  }

  private void checkServiceTask(ServiceTask task) {
    boolean external = task.getCamundaTopic() != null;
    String bean = task.getCamundaDelegateExpression();
    if (external == (bean != null)) {
      problems.add("%s names neither a topic nor a bean, or both".formatted(task.getId()));
    } else if (external && !"external".equals(task.getCamundaType())) {
      problems.add("%s has a topic but is no external task".formatted(task.getId()));
    } else if (bean != null) {
      checkBean(task, bean);
    }
  }

  private void checkBean(ServiceTask task, String bean) {
    if (!BEAN.matcher(bean).matches()) {
      problems.add("%s calls %s, which is not just a bean".formatted(task.getId(), bean));
    }
    // Right after a start form the step may run in its user's transaction, so that a refusal is
    // seen by that user.
    boolean afterStart =
        each(SequenceFlow.class)
            .filter(flow -> task.equals(flow.getTarget()))
            .allMatch(
                flow ->
                    flow.getSource() instanceof StartEvent start
                        && start.getCamundaFormRef() != null);
    if (!task.isCamundaAsyncBefore() && !afterStart) {
      problems.add("%s is not asyncBefore".formatted(task.getId()));
    }
  }

  private void checkUserTask(UserTask task) {
    checkFormBinding(task);
    List<String> groups = task.getCamundaCandidateGroupsList();
    if (groups.isEmpty()) {
      problems.add("%s has no candidate groups".formatted(task.getId()));
    }
    boolean reviewed =
        task.getChildElementsByType(ExtensionElements.class).stream()
            .flatMap(
                extensions -> extensions.getChildElementsByType(CamundaTaskListener.class).stream())
            .anyMatch(
                listener ->
                    "complete".equals(listener.getCamundaEvent())
                        && ("${" + Beans.CHECK_REVIEW + "}")
                            .equals(listener.getCamundaDelegateExpression()));
    if (!reviewed) {
      problems.add("%s is completed without ${%s}".formatted(task.getId(), Beans.CHECK_REVIEW));
    }
  }

  private void checkFormBinding(FlowNode node) {
    String form = node.getAttributeValueNs(CAMUNDA, "formRef");
    if (form == null) {
      problems.add("%s has no form".formatted(node.getId()));
    } else if (!"deployment".equals(node.getAttributeValueNs(CAMUNDA, "formRefBinding"))) {
      problems.add("%s does not take its form from its own deployment".formatted(node.getId()));
    }
  }

  private void checkCall(CallActivity call) {
    if (!"deployment".equals(call.getCamundaCalledElementBinding())) {
      problems.add("%s does not call the process of its own deployment".formatted(call.getId()));
    }
    List<CamundaIn> ins =
        call.getExtensionElements() == null
            ? List.of()
            : List.copyOf(call.getExtensionElements().getChildElementsByType(CamundaIn.class));
    if (ins.stream().noneMatch(in -> in.getCamundaBusinessKey() != null)) {
      problems.add("%s gives no business key".formatted(call.getId()));
    }
    ins.stream()
        .filter(in -> Variables.FACILITY_ID.equals(in.getCamundaTarget()))
        .filter(in -> !Ids.PROVING_GROUND.equals(in.getCamundaSourceExpression()))
        .forEach(
            in ->
                problems.add(
                    "%s calls to somewhere other than the proving ground".formatted(call.getId())));
  }

  private void checkInput(CamundaInputParameter input) {
    String value = input.getTextContent().strip();
    if (Variables.REASON.equals(input.getCamundaName()) && Reason.named(value).isEmpty()) {
      problems.add("There is no reason %s".formatted(value));
    }
  }

  private static boolean waits(FlowNode node) {
    return node instanceof UserTask
        || node instanceof ReceiveTask
        || (node instanceof ServiceTask task && task.getCamundaTopic() != null)
        || (node instanceof IntermediateCatchEvent event && !isTimer(event));
  }

  private void checkTimer(FlowNode waiting) {
    for (ModelElementInstance scope = waiting; scope != null; scope = scope.getParentElement()) {
      ModelElementInstance around = scope;
      boolean timed =
          scope instanceof Activity
              && each(BoundaryEvent.class)
                  .anyMatch(
                      boundary -> around.equals(boundary.getAttachedTo()) && isTimer(boundary));
      if (timed) {
        return;
      }
    }
    problems.add("%s waits without a timer".formatted(waiting.getId()));
  }

  private static boolean isTimer(CatchEvent event) {
    return event.getEventDefinitions().stream().anyMatch(TimerEventDefinition.class::isInstance);
  }

  private <T extends ModelElementInstance> Stream<T> each(Class<T> type) {
    Collection<T> elements = diagram.getModelElementsByType(type);
    return elements.stream();
  }

  private static Stream<String> present(Stream<String> names) {
    return names.filter(Objects::nonNull);
  }
}
