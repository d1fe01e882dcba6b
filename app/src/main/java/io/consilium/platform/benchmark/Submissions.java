package io.consilium.platform.benchmark;

import io.consilium.contract.Groups;
import io.consilium.contract.Ids;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Variables;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.text.Problems;
import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.asset.Assets;
import io.consilium.platform.engine.Cases;
import io.consilium.platform.engine.UserDirectory;
import io.consilium.platform.governance.Decisions;
import io.consilium.platform.image.Images;
import io.consilium.platform.model.Models;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Takes proposals of revisions, and refuses what could never be run or decided about. */
@Component
class Submissions {
  private static final String NAME = "benchmark.yaml";

  /** The committee's group id has to fit the engine's 64 characters. */
  private static final int LONGEST_ID = 64 - Groups.committeeOf("").length();

  private final Benchmarks benchmarks;
  private final Models models;
  private final Assets assets;
  private final Images images;
  private final UserDirectory people;
  private final Decisions decisions;
  private final Cases cases;
  private final TransactionOperations transaction;

  Submissions(
      Benchmarks benchmarks,
      Models models,
      Assets assets,
      Images images,
      UserDirectory people,
      Decisions decisions,
      Cases cases,
      TransactionOperations transaction) {
    this.benchmarks = benchmarks;
    this.models = models;
    this.assets = assets;
    this.images = images;
    this.people = people;
    this.decisions = decisions;
    this.cases = cases;
    this.transaction = transaction;
  }

  /**
   * Proposes a revision and starts its approval.
   *
   * @param yaml the text of benchmark.yaml
   * @param submitter user id
   * @throws io.consilium.contract.text.InvalidDocumentException naming everything that is wrong
   */
  Revision submit(String yaml, String submitter) {
    BenchmarkDocument document = BenchmarkDocument.parse(yaml);
    Problems problems = new Problems();
    checkRevision(document, submitter, problems);
    checkPeople(document, problems);
    checkDemoDataset(document, problems);
    checkImages(document, problems);
    problems.throwIfAny(NAME);
    transaction.executeWithoutResult(status -> propose(document, submitter));
    return benchmarks.find(document.id(), document.revision()).orElseThrow();
  }

  private void checkRevision(BenchmarkDocument document, String submitter, Problems problems) {
    if (document.id().length() > LONGEST_ID) {
      problems.add("/id", "is too long: at most " + LONGEST_ID + " characters");
    }
    List<Revision> earlier = benchmarks.revisionsOf(document.id());
    int next = earlier.stream().mapToInt(Revision::number).max().orElse(0) + 1;
    if (document.revision() != next) {
      problems.add(
          "/revision",
          "is %d, but the next revision of %s is %d"
              .formatted(document.revision(), document.id(), next));
    }
    earlier.stream()
        .filter(revision -> revision.state() == RevisionState.PROPOSED)
        .findFirst()
        .ifPresent(
            open ->
                problems.add(
                    "/revision",
                    "follows revision %d, which is still under review".formatted(open.number())));
    if (earlier.stream().anyMatch(revision -> !revision.proposedBy().equals(submitter))) {
      problems.add("/id", "belongs to a benchmark that somebody else proposed: choose another id");
    }
  }

  private void checkPeople(BenchmarkDocument document, Problems problems) {
    List<String> members = document.committee().members();
    for (int index = 0; index < members.size(); index++) {
      if (!people.exists(members.get(index))) {
        problems.add(
            "/committee/members/" + index,
            "is %s, whom nobody here is called: name user ids".formatted(members.get(index)));
      }
    }
  }

  private void checkDemoDataset(BenchmarkDocument document, Problems problems) {
    String sha256 = document.demoDataset().sha256();
    if (!assets.exists(sha256)) {
      problems.add(
          "/demo_dataset/sha256",
          "is %s, which nobody has uploaded: send the archive to /api/assets first"
              .formatted(sha256));
    }
  }

  private void checkImages(BenchmarkDocument document, Problems problems) {
    images.check(document.containers().preparator(), "/containers/preparator", problems);
    images.check(document.containers().referenceModel(), "/containers/reference_model", problems);
    images.check(document.containers().evaluator(), "/containers/evaluator", problems);
  }

  private void propose(BenchmarkDocument document, String submitter) {
    if (!benchmarks.insert(document, submitter)) {
      throw ApiProblem.conflict(
          "Revision %d of %s was proposed at the same moment."
              .formatted(document.revision(), document.id()));
    }
    ModelDocument reference = ReferenceModel.of(document);
    if (!models.register(reference, submitter)) {
      Problems problems = new Problems();
      problems.add(
          "/containers/reference_model/id",
          "is %s, the id of a model with another content: give the reference model another id"
              .formatted(reference.id()));
      problems.throwIfAny(NAME);
    }
    String revisionId = Ids.revision(document.id(), document.revision());
    decisions.propose(revisionId, submitter);
    cases.start(
        ProcessKeys.BENCHMARK_APPROVAL,
        revisionId,
        Map.of(
            Variables.BENCHMARK_ID, document.id(),
            Variables.REVISION_NUMBER, document.revision(),
            Variables.TITLE, document.title(),
            Variables.SUBMITTER, submitter));
  }
}
