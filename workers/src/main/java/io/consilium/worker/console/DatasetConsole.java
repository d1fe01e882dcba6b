package io.consilium.worker.console;

import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.catalogue.Subjects;
import io.consilium.worker.outbound.OutgoingStatement;
import io.consilium.worker.registration.Registration;
import io.consilium.worker.release.Versions;
import java.nio.file.Path;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Datasets and the decisions about them. */
@RestController
class DatasetConsole {
  private final Catalogue catalogue;
  private final Registration registration;
  private final Subjects subjects;
  private final Versions versions;

  DatasetConsole(
      Catalogue catalogue, Registration registration, Subjects subjects, Versions versions) {
    this.subjects = subjects;
    this.versions = versions;
    this.catalogue = catalogue;
    this.registration = registration;
  }

  @GetMapping("/datasets")
  Pages.Datasets all() {
    return new Pages.Datasets(catalogue.all().stream().map(Pages.DatasetView::of).toList());
  }

  @GetMapping("/datasets/{name}")
  ResponseEntity<Pages.DatasetView> one(@PathVariable("name") String name) {
    Dataset dataset = catalogue.require(name);
    return Answers.state(Pages.DatasetView.of(dataset), dataset.state().name());
  }

  @PostMapping("/datasets")
  Pages.DatasetView add(
      @RequestParam("name") String name,
      @RequestParam("benchmark") String benchmark,
      @RequestParam("data") String data,
      @RequestParam("labels") String labels,
      @RequestParam("people") int people) {
    return Pages.DatasetView.of(
        catalogue.add(name, benchmark, Path.of(data), Path.of(labels), people));
  }

  @PostMapping("/datasets/{name}/subjects")
  Pages.DatasetView nameSubjects(
      @PathVariable("name") String name, @RequestParam("file") String file) {
    Dataset dataset = catalogue.require(name);
    subjects.keep(dataset, Path.of(file));
    versions.named(dataset);
    return Pages.DatasetView.of(dataset);
  }

  @PostMapping("/datasets/{name}/preparation")
  ResponseEntity<Pages.Statement> prepare(
      @PathVariable("name") String name,
      @RequestParam("as") String person,
      @RequestParam("passphrase") String passphrase) {
    return sent(registration.prepare(name, person, passphrase));
  }

  @GetMapping("/datasets/{name}/registration")
  ResponseEntity<Pages.RegistrationView> previewRegistration(@PathVariable("name") String name) {
    Pages.RegistrationView view = registrationView(name);
    return Answers.shown(view, view.text());
  }

  @PostMapping("/datasets/{name}/registration")
  ResponseEntity<Pages.Statement> register(
      @PathVariable("name") String name,
      @RequestParam("shown") String shown,
      @RequestParam("as") String person,
      @RequestParam("passphrase") String passphrase) {
    Answers.requireShown(shown, registrationView(name).text());
    return sent(registration.register(name, person, passphrase));
  }

  @GetMapping("/datasets/{name}/association")
  ResponseEntity<Pages.JoiningView> previewJoining(@PathVariable("name") String name) {
    Pages.JoiningView view = joiningView(name);
    return Answers.shown(view, view.text());
  }

  @PostMapping("/datasets/{name}/association")
  ResponseEntity<Pages.Statement> join(
      @PathVariable("name") String name,
      @RequestParam("shown") String shown,
      @RequestParam("as") String person,
      @RequestParam("passphrase") String passphrase) {
    Answers.requireShown(shown, joiningView(name).text());
    return sent(registration.join(name, person, passphrase));
  }

  private Pages.RegistrationView registrationView(String name) {
    Dataset dataset = registration.requirePrepared(name);
    return new Pages.RegistrationView(
        dataset.name(),
        dataset.benchmarkId(),
        dataset.people(),
        dataset.fingerprint().orElseThrow(),
        dataset.statistics().orElseThrow());
  }

  private Pages.JoiningView joiningView(String name) {
    Dataset dataset = registration.requireRegistered(name);
    return new Pages.JoiningView(
        dataset.name(), dataset.benchmarkId(), dataset.fingerprint().orElseThrow());
  }

  private static ResponseEntity<Pages.Statement> sent(OutgoingStatement statement) {
    return ResponseEntity.ok()
        .header(Answers.STATEMENTS, Long.toString(statement.number()))
        .body(Pages.Statement.of(statement));
  }
}
