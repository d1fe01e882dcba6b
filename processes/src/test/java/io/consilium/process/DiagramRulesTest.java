package io.consilium.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The check of diagrams")
class DiagramRulesTest {

  /** A diagram with one of everything; each case below spoils one place of it. */
  private static final String GOOD =
      """
      <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="test">
        <process id="EvaluationRound" isExecutable="true" camunda:historyTimeToLive="P180D">
          <startEvent id="Start" camunda:formRef="round-start" camunda:formRefBinding="deployment"/>
          <sequenceFlow id="Flow_1" sourceRef="Start" targetRef="Open"/>
          <serviceTask id="Open" camunda:delegateExpression="${openRound}"/>
          <sequenceFlow id="Flow_2" sourceRef="Open" targetRef="Call"/>
          <callActivity id="Call" calledElement="CompatibilityTest" camunda:calledElementBinding="deployment">
            <extensionElements>
              <camunda:in businessKey="${execution.processBusinessKey}"/>
              <camunda:in source="associationId" target="testId"/>
              <camunda:in sourceExpression="proving-ground" target="facilityId"/>
            </extensionElements>
          </callActivity>
          <sequenceFlow id="Flow_3" sourceRef="Call" targetRef="Run"/>
          <serviceTask id="Run" camunda:type="external" camunda:topic="infer"/>
          <sequenceFlow id="Flow_4" sourceRef="Run" targetRef="Await"/>
          <receiveTask id="Await" messageRef="Message"/>
          <sequenceFlow id="Flow_5" sourceRef="Await" targetRef="Inside"/>
          <subProcess id="Inside">
            <userTask id="Review" camunda:formRef="round-review" camunda:formRefBinding="deployment"
                camunda:candidateGroups="${committee}">
              <extensionElements>
                <camunda:taskListener event="complete" delegateExpression="${checkReview}"/>
              </extensionElements>
            </userTask>
          </subProcess>
          <sequenceFlow id="Flow_6" sourceRef="Inside" targetRef="Approved"/>
          <exclusiveGateway id="Approved" default="Flow_8"/>
          <sequenceFlow id="Flow_7" sourceRef="Approved" targetRef="Publish">
            <conditionExpression xsi:type="tFormalExpression">${decision == 'approve'}</conditionExpression>
          </sequenceFlow>
          <sequenceFlow id="Flow_8" sourceRef="Approved" targetRef="Withhold"/>
          <serviceTask id="Publish" camunda:asyncBefore="true" camunda:delegateExpression="${publishReport}"/>
          <serviceTask id="Withhold" camunda:asyncBefore="true" camunda:delegateExpression="${withholdReport}">
            <extensionElements>
              <camunda:inputOutput>
                <camunda:inputParameter name="reason">DEADLINE_PASSED</camunda:inputParameter>
              </camunda:inputOutput>
            </extensionElements>
          </serviceTask>
          <boundaryEvent id="Run_Late" attachedToRef="Run">
            <timerEventDefinition><timeDate xsi:type="tFormalExpression">${deadline}</timeDate></timerEventDefinition>
          </boundaryEvent>
          <boundaryEvent id="Run_Failed" attachedToRef="Run">
            <errorEventDefinition camunda:errorCodeVariable="reason"/>
          </boundaryEvent>
          <boundaryEvent id="Await_Late" attachedToRef="Await">
            <timerEventDefinition><timeDuration xsi:type="tFormalExpression">P1D</timeDuration></timerEventDefinition>
          </boundaryEvent>
          <boundaryEvent id="Inside_Late" attachedToRef="Inside">
            <timerEventDefinition><timeDuration xsi:type="tFormalExpression">P3D</timeDuration></timerEventDefinition>
          </boundaryEvent>
        </process>
        <message id="Message" name="RoundSettled"/>
        <error id="Error" errorCode="COMPATIBILITY_FAILED"/>
      </definitions>
      """;

  @Test
  void finds_nothing_wrong_with_a_good_diagram() {
    assertThat(problemsOf(GOOD)).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          # names that the contract lacks
          camunda:topic="infer" | camunda:topic="infr" | The contract does not know the topic infr
          ${openRound} | ${openRnd} | The contract does not know the bean openRnd
          ${checkReview} | ${checkRevue} | The contract does not know the bean checkRevue
          "RoundSettled" | "RoundDone" | The contract does not know the message RoundDone
          "COMPATIBILITY_FAILED" | "BROKEN" | The contract does not know the error code BROKEN
          "round-review" | "round-revue" | The contract does not know the form round-revue
          "round-start" | "round-begin" | The contract does not know the form round-begin
          "CompatibilityTest" | "CompatibleTest" | The contract does not know the process CompatibleTest
          source="associationId" | source="association" | The contract does not know the variable association
          target="testId" | target="test" | The contract does not know the variable test
          name="reason" | name="cause" | The contract does not know the variable cause
          errorCodeVariable="reason" | errorCodeVariable="cause" | The contract does not know the variable cause
          ${deadline} | ${dueBy} | The contract does not know the variable dueBy
          ${decision == | ${verdict == | The contract does not know the variable verdict
          ="${committee}" | ="committe" | The contract does not know the group committe
          DEADLINE_PASSED | TOO_LATE | There is no reason TOO_LATE
          'approve' | 'aprove' | No decision is called 'aprove'
          # the process itself
          <process id="EvaluationRound" | <process id="Execution" | The file EvaluationRound.bpmn holds the process Execution
          isExecutable="true" | isExecutable="false" | EvaluationRound is not executable
          camunda:historyTimeToLive="P180D" | !! | EvaluationRound has no history time to live
          camunda:formRef="round-start" | !! | EvaluationRound can be started in Tasklist but has no start form
          </process> | </process><process id="Two"/> | A file holds one process, not 2
          # code in diagrams
          camunda:delegateExpression="${openRound}" | camunda:class="java.lang.Object" | Open has camunda:class=, which no diagram may have
          camunda:delegateExpression="${openRound}" | camunda:expression="${a.b()}" | Open has camunda:expression=, which no diagram may have
          camunda:delegateExpression="${openRound}" | camunda:resultVariable="x" | Open has camunda:resultVariable=, which no diagram may have
          ${openRound} | ${openRound.execute(execution)} | Open calls ${openRound.execute(execution)}, which is not just a bean
          ${decision == 'approve'} | ${cells.toString() == 'approve'} | The expression cells.toString() == 'approve' calls a method
          xsi:type="tFormalExpression">${de | language="js" xsi:type="tFormalExpression">${de | Flow_7 has language=, which no diagram may have
          <serviceTask id="Publish" | <scriptTask id="Any"/><serviceTask id="Publish" | Any has <scriptTask>, which no diagram may have
          <camunda:inputOutput> | <camunda:connector/><camunda:inputOutput> | Withhold has <camunda:connector>, which no diagram may have
          DEADLINE_PASSED | <camunda:script scriptFormat="js">1</camunda:script> | Withhold has <camunda:script>, which no diagram may have
          <camunda:inputOutput> | <camunda:executionListener event="end"/><camunda:inputOutput> | Withhold has <camunda:executionListener>, which no diagram may have
          event="complete" | event="complete" class="x" | Review has class=, which no diagram may have
          target="testId" | target="testId" variables="all" | Call has variables=, which no diagram may have
          # steps
          camunda:type="external" | !! | Run has a topic but is no external task
          camunda:type="external" camunda:topic="infer" | !! | Run names neither a topic nor a bean, or both
          camunda:topic="infer" | camunda:topic="infer" camunda:delegateExpression="${openRound}" | Run names neither a topic nor a bean, or both
          id="Publish" camunda:asyncBefore="true" | id="Publish" | Publish is not asyncBefore
          sourceRef="Start" targetRef="Open" | sourceRef="Await" targetRef="Open" | Open is not asyncBefore
          # people's tasks
          camunda:formRef="round-review" | !! | Review has no form
          "round-review" camunda:formRefBinding="deployment" | "round-review" camunda:formRefBinding="latest" | Review does not take its form from its own deployment
          "round-start" camunda:formRefBinding="deployment" | "round-start" camunda:formRefBinding="latest" | Start does not take its form from its own deployment
          camunda:candidateGroups="${committee}" | !! | Review has no candidate groups
          event="complete" | event="create" | Review is completed without ${checkReview}
          # calls
          camunda:calledElementBinding="deployment" | !! | Call does not call the process of its own deployment
          <camunda:in businessKey="${execution.processBusinessKey}"/> | !! | Call gives no business key
          "proving-ground" | "aurora" | Call calls to somewhere other than the proving ground
          """)
  void catches(String place, String spoilt, String problem) {
    assertThat(place).isNotEmpty();
    assertThat(GOOD).contains(place);

    assertThat(problemsOf(GOOD.replace(place, spoilt))).contains(problem);
  }

  @ParameterizedTest
  @CsvSource({"Run_Late, Run, Run", "Await_Late, Await, Await", "Inside_Late, Inside, Review"})
  void catches_a_wait_without_a_timer(String timer, String host, String waiting) {
    String untimed =
        GOOD.replaceAll(
            "(?s)<boundaryEvent id=\"%s\" attachedToRef=\"%s\">.*?</boundaryEvent>"
                .formatted(timer, host),
            "");

    assertThat(problemsOf(untimed)).containsExactly(waiting + " waits without a timer");
  }

  @Test
  void catches_a_message_event_without_a_timer() {
    String event =
        "<intermediateCatchEvent id=\"Catch\"><messageEventDefinition messageRef=\"Message\"/></intermediateCatchEvent>";

    assertThat(problemsOf(GOOD.replace("</process>", event + "</process>")))
        .containsExactly("Catch waits without a timer");
  }

  private static List<String> problemsOf(String xml) {
    var diagram = Bpmn.readModelFromStream(new ByteArrayInputStream(xml.getBytes(UTF_8)));
    return DiagramRules.problemsOf("EvaluationRound.bpmn", diagram, Words.ofTheContract());
  }
}
