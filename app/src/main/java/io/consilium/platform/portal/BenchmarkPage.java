package io.consilium.platform.portal;

import io.consilium.contract.Groups;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.platform.association.Association;
import io.consilium.platform.association.AssociationKind;
import io.consilium.platform.association.AssociationState;
import io.consilium.platform.association.Associations;
import io.consilium.platform.benchmark.Benchmarks;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.dataset.Dataset;
import io.consilium.platform.dataset.DatasetState;
import io.consilium.platform.dataset.Datasets;
import io.consilium.platform.dataset.PreparationProgress;
import io.consilium.platform.engine.UserDirectory;
import io.consilium.platform.facility.Facilities;
import io.consilium.platform.facility.Facility;
import io.consilium.platform.governance.Decision;
import io.consilium.platform.governance.Decisions;
import io.consilium.platform.identity.CurrentUser;
import io.consilium.platform.model.Models;
import io.consilium.platform.round.Round;
import io.consilium.platform.round.Watching;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A benchmark: its question, what runs, who governs it and who takes part. */
@Controller
class BenchmarkPage {
  record ContainerLine(String role, String title, String image, String digest) {}

  record ModelLine(String id, String title, String owner, String state, String digest) {}

  record DatasetLine(String id, String facility, String people, String state) {}

  record PreparationLine(String id, String facility, String stages, String at) {}

  record DecisionLine(String words, String by, String at, String comment) {}

  record RevisionLine(int number, String state, String digest, List<DecisionLine> decisions) {}

  record RoundLine(String id, String words, String opened) {}

  private final Benchmarks benchmarks;
  private final Associations associations;
  private final Models models;
  private final Datasets datasets;
  private final PreparationProgress progress;
  private final Facilities facilities;
  private final Decisions decisions;
  private final UserDirectory people;
  private final Watching watching;

  BenchmarkPage(
      Benchmarks benchmarks,
      Associations associations,
      Models models,
      Datasets datasets,
      PreparationProgress progress,
      Facilities facilities,
      Decisions decisions,
      UserDirectory people,
      Watching watching) {
    this.benchmarks = benchmarks;
    this.associations = associations;
    this.models = models;
    this.datasets = datasets;
    this.progress = progress;
    this.facilities = facilities;
    this.decisions = decisions;
    this.people = people;
    this.watching = watching;
  }

  @GetMapping("/benchmarks/{id}")
  String benchmark(
      @PathVariable String id, @AuthenticationPrincipal CurrentUser user, Model model) {
    List<Revision> revisions =
        benchmarks.revisionsOf(id).stream().filter(revision -> revision.isVisibleTo(user)).toList();
    Revision shown =
        revisions.stream()
            .filter(Revision::isActive)
            .findFirst()
            .or(() -> revisions.stream().findFirst())
            .orElseThrow(PortalError::notFound);
    BenchmarkDocument document = shown.content();
    model.addAttribute("revision", shown);
    model.addAttribute("state", words(shown.state()));
    model.addAttribute("document", document);
    model.addAttribute("audience", words(document.audience()));
    model.addAttribute(
        "members", document.committee().members().stream().map(people::nameOf).toList());
    model.addAttribute(
        "primary",
        document
            .metricSchema()
            .metric(document.analysisPlan().primaryMetric())
            .orElseThrow()
            .title());
    model.addAttribute("containers", containers(document));
    model.addAttribute("models", models(shown, user));
    model.addAttribute("datasets", datasets(shown, user));
    model.addAttribute("preparations", preparations(shown, user));
    model.addAttribute("revisions", revisions.stream().map(this::line).toList());
    model.addAttribute("rounds", rounds(id, user));
    model.addAttribute("governs", user.isMemberOf(shown.committee()));
    return "benchmark";
  }

  private static List<ContainerLine> containers(BenchmarkDocument document) {
    return List.of(
        line("Data preparator", document.containers().preparator()),
        line("Reference model", document.containers().referenceModel()),
        line("Evaluator", document.containers().evaluator()));
  }

  private static ContainerLine line(String role, ContainerSpec container) {
    return new ContainerLine(
        role, container.title(), container.config().image(), container.digest());
  }

  private List<ModelLine> models(Revision revision, CurrentUser user) {
    return associations(revision, AssociationKind.MODEL)
        .flatMap(
            association ->
                models
                    .find(association.subjectId())
                    .filter(
                        model ->
                            mayKnow(association, revision, user) || model.owner().equals(user.id()))
                    .map(
                        model ->
                            new ModelLine(
                                model.id(),
                                model.title(),
                                people.nameOf(model.owner()),
                                words(association.state()),
                                model.imageDigest()))
                    .stream())
        .toList();
  }

  private List<DatasetLine> datasets(Revision revision, CurrentUser user) {
    return associations(revision, AssociationKind.DATASET)
        .filter(association -> mayKnow(association, revision, user))
        .flatMap(
            association ->
                datasets.find(association.subjectId()).stream()
                    .map(dataset -> line(dataset, association)))
        .toList();
  }

  /** What is being prepared, for those who may remind: progress where facilities consent to it. */
  private List<PreparationLine> preparations(Revision revision, CurrentUser user) {
    if (!user.isMemberOf(revision.committee()) && !user.isMemberOf(Groups.OPERATORS)) {
      return List.of();
    }
    return datasets.of(revision.benchmarkId()).stream()
        .filter(dataset -> dataset.state() == DatasetState.PREPARING)
        .map(dataset -> preparation(dataset, revision))
        .toList();
  }

  private PreparationLine preparation(Dataset dataset, Revision revision) {
    Optional<PreparationProgress.Report> report = progress.of(dataset.id());
    return new PreparationLine(
        dataset.id(),
        facilities.find(dataset.facilityId()).map(Facility::name).orElse(dataset.facilityId()),
        report.map(known -> stages(known, revision)).orElse("at the facility"),
        report.map(known -> Figures.moment(known.at())).orElse("–"));
  }

  private static String stages(PreparationProgress.Report report, Revision revision) {
    return revision.content().preparation().stages().stream()
        .map(stage -> "%s %d %%".formatted(stage, report.shares().getOrDefault(stage, 0)))
        .collect(Collectors.joining(", "));
  }

  private DatasetLine line(Dataset dataset, Association association) {
    return new DatasetLine(
        dataset.id(),
        facilities.find(dataset.facilityId()).map(Facility::name).orElse(dataset.facilityId()),
        dataset.registration().map(known -> Figures.whole(known.people())).orElse("–"),
        words(association.state()));
  }

  private Stream<Association> associations(Revision revision, AssociationKind kind) {
    return associations.of(revision).stream().filter(one -> one.kind() == kind);
  }

  /** Everybody knows who takes part; who would like to, only those who decide about it. */
  private static boolean mayKnow(Association association, Revision revision, CurrentUser user) {
    return association.state() == AssociationState.APPROVED
        || user.isMemberOf(revision.committee())
        || user.isMemberOf(Groups.OPERATORS);
  }

  private RevisionLine line(Revision revision) {
    return new RevisionLine(
        revision.number(),
        words(revision.state()),
        revision.digest(),
        decisions.history(revision.id()).stream().map(this::line).toList());
  }

  private DecisionLine line(Decision decision) {
    return new DecisionLine(
        decision.outcome().words(),
        decision.by().map(people::nameOf).orElse(""),
        Figures.moment(decision.at()),
        decision.comment());
  }

  private List<RoundLine> rounds(String benchmarkId, CurrentUser user) {
    return watching.visibleTo(user).stream()
        .filter(round -> round.benchmarkId().equals(benchmarkId))
        .map(BenchmarkPage::line)
        .toList();
  }

  private static RoundLine line(Round round) {
    return new RoundLine(round.id(), round.state().words(), Figures.moment(round.openedAt()));
  }

  private static String words(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
