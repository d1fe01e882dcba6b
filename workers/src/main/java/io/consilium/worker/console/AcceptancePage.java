package io.consilium.worker.console;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.gateway.Approval;
import io.consilium.worker.authorisation.Difference;
import io.consilium.worker.authorisation.Proposal;
import io.consilium.worker.authorisation.ProposedContainer;
import io.consilium.worker.authorisation.ProposedFigure;
import io.consilium.worker.authorisation.Signer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What would be accepted, with everything that a data owner needs to judge it. */
record AcceptancePage(
    String benchmark,
    int revision,
    String title,
    String digest,
    String audience,
    String clinicalQuestion,
    int minimumCount,
    String validity,
    Optional<Before> before,
    List<Approval> approvals,
    List<Signer> signers,
    int signaturesNeeded,
    List<Difference> differences,
    List<Container> containers,
    List<ProposedFigure> figures,
    List<ProposedFigure> statistics)
    implements Page {

  /** What this site accepted last. */
  record Before(int revision, String digest, String acceptedBy, Instant acceptedAt) {}

  /** A container, with its parameters as JSON. */
  record Container(
      String role,
      String id,
      String title,
      String image,
      @JsonRawValue String parameters,
      String owner,
      List<ProposedContainer.Task> tasks,
      List<Approval> approvals,
      List<Signer> signers) {
    static Container of(ProposedContainer container) {
      return new Container(
          container.role(),
          container.id(),
          container.title(),
          container.image(),
          container.parameters(),
          container.owner(),
          container.tasks(),
          container.approvals(),
          container.signers());
    }
  }

  static AcceptancePage of(Proposal proposal, long validDays) {
    BenchmarkDocument revision = proposal.revision();
    return new AcceptancePage(
        revision.id(),
        revision.revision(),
        revision.title(),
        revision.digest(),
        revision.audience().name().toLowerCase(Locale.ROOT),
        revision.clinicalQuestion(),
        revision.policy().minimumCount(),
        validDays + " days from now, by site-policy.yaml",
        proposal
            .before()
            .map(
                known ->
                    new Before(
                        known.document().revision(),
                        known.document().digest(),
                        known.acceptedBy(),
                        known.acceptedAt())),
        proposal.approvals(),
        proposal.signers(),
        proposal.signaturesNeeded(),
        Stream.concat(
                proposal.differences().stream(),
                proposal.models().stream().flatMap(model -> model.differences().stream()))
            .toList(),
        proposal.containers().stream().map(Container::of).toList(),
        proposal.figures(),
        proposal.statistics());
  }

  @Override
  public String text() {
    Lines lines =
        Lines.of()
            .line("%s, revision %d".formatted(title, revision))
            .blank()
            .field("Question", clinicalQuestion.strip())
            .field("Digest", digest)
            .field("Audience", "at most " + audience)
            .field("Minimum count", minimumCount + " people (or more, by site-policy.yaml)")
            .field("Would hold", validity);
    approvals.forEach(approval -> lines.field("Approved by", words(approval)));
    signers.forEach(signer -> lines.field("Signed by", words(signer)));
    if (signaturesNeeded > signers.size()) {
      lines.field(
          "Signatures",
          "%d of the %d that would accept it without you"
              .formatted(signers.size(), signaturesNeeded));
    }
    comparison(lines);
    lines.blank().line("Containers that may run here, sealed off from the network:");
    containers.forEach(container -> describe(container, lines));
    lines.blank().line("Figures that may leave, after you looked at them (or by site policy):");
    figures.forEach(figure -> lines.line("  " + figure.words()));
    lines.blank().line("Counts that may leave when you register a dataset:");
    statistics.forEach(figure -> lines.line("  " + figure.words()));
    return lines.text();
  }

  private void comparison(Lines lines) {
    if (before.isEmpty()) {
      lines.field("Before", "this site never accepted this benchmark");
      return;
    }
    Before known = before.get();
    lines.field(
        "Before",
        "revision %d, accepted by %s, %s"
            .formatted(known.revision(), known.acceptedBy(), known.acceptedAt()));
    if (differences.isEmpty()) {
      lines.field("Difference", "none in what was accepted before");
      return;
    }
    lines.blank().line("What is different now (! lets more out, or to more people):");
    differences.forEach(
        difference ->
            lines.line(
                "  %s %s"
                    .formatted(
                        difference.effect() == Difference.Effect.WIDENS ? "!" : "-",
                        difference.words())));
  }

  private static void describe(Container container, Lines lines) {
    String owner = container.owner().isEmpty() ? "" : ", of " + container.owner();
    lines
        .line(
            "  %s: %s (%s)%s".formatted(container.role(), container.title(), container.id(), owner))
        .line("    " + container.image());
    if (!container.parameters().equals("{}")) {
      lines.line("    parameters " + container.parameters());
    }
    for (ProposedContainer.Task task : container.tasks()) {
      lines.line(
          "    %s: reads %s; writes %s"
              .formatted(
                  task.name(),
                  String.join(", ", task.reads()),
                  task.writes().isEmpty() ? "nothing" : String.join(", ", task.writes())));
      if (!task.wants().isEmpty()) {
        lines.line("      asks for " + String.join(", ", task.wants()));
      }
    }
    container.approvals().forEach(approval -> lines.line("    approved by " + words(approval)));
    container.signers().forEach(signer -> lines.line("    signed by " + words(signer)));
  }

  private static String words(Approval approval) {
    String comment = approval.comment().isBlank() ? "" : ": " + approval.comment();
    return approval.by() + ", " + approval.at() + comment;
  }

  private static String words(Signer signer) {
    return "%s, %s (pinned key %s)".formatted(signer.name(), signer.at(), signer.keyId());
  }
}
