package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import io.consilium.contract.gateway.TestReport;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.fixture.DemoData;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.PlatformStub.Task;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.sandbox.HostileImage;
import io.consilium.worker.site.SiteHome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Compatibility tests on demo data, with real containers. */
@ExtendWith(HostileImage.Resolver.class)
class ProvingGroundTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final PlatformStub platform = PlatformStub.start();
  private final byte[] demo = DemoData.archive();
  private final String demoSha256 = CanonicalJson.sha256(demo);

  @TempDir private Path folder;
  private SiteHome home;
  private Documents documents;
  private ConfigurableApplicationContext worker;

  @BeforeEach
  void startWorker(HostileImage image) {
    home = new SiteHome(folder.resolve("site"));
    TestSite.makeProvingGround(home, platform, List.of(image.registry()));
    platform.holding(demoSha256, demo);
    documents = Documents.of(image.name(), image.digest()).demo(demoSha256);
    worker = WorkerApplication.start(home);
  }

  @AfterEach
  void stopWorker() {
    worker.close();
    platform.close();
  }

  @Test
  void aChainThatFitsTogetherPassesAndItsLogGoesToTheSubmitter() {
    assertThat(test(documents)).isEqualTo("complete");

    TestReport report = platform.report("aspirates-r1").orElseThrow();
    assertThat(report.outcome()).isEqualTo(TestReport.Outcome.PASSED);
    assertThat(report.log())
        .contains("== prepare (copier", "prepared", "== sanity_check", "== statistics")
        .contains("== infer (threshold", "inferring", "== evaluate (counter", "== passed");
    assertThat(home.scratch().resolve("aspirates-r1")).doesNotExist();
    assertThat(home.logs().resolve("aspirates-r1")).doesNotExist();
  }

  @Test
  void aFurtherModelIsTestedInThePlaceOfTheReferenceModel() {
    platform.showing(documents.model("oracle"));

    assertThat(test(documents, Map.of(Variables.MODEL_ID, "oracle"))).isEqualTo("complete");

    assertThat(platform.report("aspirates-r1").orElseThrow().log())
        .contains("== infer (oracle")
        .doesNotContain("threshold");
  }

  @Test
  void anUnsoundPreparatorFailsWithItsOwnWords() {
    assertThat(test(documents.unsound())).isEqualTo("bpmnError STEP_FAILED");

    TestReport report = platform.report("aspirates-r1").orElseThrow();
    assertThat(report.outcome()).isEqualTo(TestReport.Outcome.FAILED);
    assertThat(report.log())
        .contains("the data is not sound", "PREPARATOR_FAILED")
        .doesNotContain("== statistics");
  }

  @Test
  void aResultOutsideTheSchemaFailsWithItsPlace() {
    assertThat(test(documents.evaluator("extra"))).isEqualTo("bpmnError STEP_FAILED");

    assertThat(platform.report("aspirates-r1").orElseThrow().log())
        .contains("overall.message is not declared");
  }

  @Test
  void aDemoDatasetOfAnotherSumIsNotUsed() {
    platform.holding("e".repeat(64), demo);

    assertThat(test(documents.demo("e".repeat(64)))).isEqualTo("bpmnError STEP_FAILED");

    assertThat(platform.report("aspirates-r1").orElseThrow().log())
        .contains("its SHA-256 is " + demoSha256, "eeee")
        .doesNotContain("== prepare");
  }

  @Test
  void aDemoDatasetThatThePlatformDoesNotHaveIsNamed() {
    assertThat(test(documents.demo("c".repeat(64)))).isEqualTo("bpmnError STEP_FAILED");

    assertThat(platform.report("aspirates-r1").orElseThrow().log())
        .contains("the platform does not have cccc");
  }

  @Test
  void aRevisionThatIsNotWhatItsDigestSaysIsRefused() {
    Task task = order(Map.of());
    platform.showing(documents.benchmark(), "sha256:" + "b".repeat(64));

    assertThat(outcome(order(Map.of()))).isEqualTo("bpmnError REFUSED");
    assertThat(outcome(task)).isEqualTo("bpmnError REFUSED");
  }

  private String test(Documents tested) {
    return test(tested, Map.of());
  }

  private String test(Documents tested, Map<String, Object> more) {
    platform.showing(tested.benchmark(), tested.benchmark().digest());
    return outcome(order(more));
  }

  private Task order(Map<String, Object> more) {
    Map<String, Object> variables = new HashMap<>(more);
    variables.put(Variables.TEST_ID, "aspirates-r1");
    variables.put(Variables.BENCHMARK_ID, "aspirates");
    variables.put(Variables.REVISION_NUMBER, 1);
    return platform.order(Topics.COMPATIBILITY_TEST, variables);
  }

  private static String outcome(Task task) {
    await().atMost(PATIENCE).until(() -> task.outcome().isPresent());
    return task.outcome().orElseThrow();
  }
}
