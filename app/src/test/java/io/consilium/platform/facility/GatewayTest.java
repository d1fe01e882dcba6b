package io.consilium.platform.facility;

import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Variables;
import io.consilium.platform.PlatformTest;
import io.consilium.platform.engine.Cases;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests of the gateway: facilities that have datasets to prepare. */
abstract class GatewayTest extends PlatformTest {
  static final String DIGEST = "sha256:" + "0".repeat(64);

  @Autowired private Cases cases;
  @Autowired private TransactionTemplate transaction;

  Site site(String name) {
    return Site.registered(newId(name), url());
  }

  /** Gives the facility something to prepare, and returns the case's business key. */
  String work(Site site) {
    String datasetId = site.id + "." + newId("data");
    transaction.executeWithoutResult(
        status ->
            cases.start(
                ProcessKeys.DATASET_PREPARATION,
                datasetId,
                Map.of(
                    Variables.FACILITY_ID,
                    site.id,
                    Variables.DATASET_ID,
                    datasetId,
                    Variables.BENCHMARK_ID,
                    "lesions",
                    Variables.REVISION_NUMBER,
                    1,
                    Variables.REVISION_DIGEST,
                    DIGEST,
                    Variables.SUBMITTER,
                    "nobody-at-the-facility")));
    return datasetId;
  }
}
