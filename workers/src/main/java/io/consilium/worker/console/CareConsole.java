package io.consilium.worker.console;

import io.consilium.worker.preparation.DatasetCare;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Looking after datasets. */
@RestController
class CareConsole {
  private final DatasetCare care;

  CareConsole(DatasetCare care) {
    this.care = care;
  }

  @GetMapping("/datasets/{name}/check")
  ResponseEntity<CarePages.Check> check(@PathVariable("name") String name) {
    CarePages.Check page = CarePages.Check.of(name, care.check(name));
    return Answers.state(page, page.sound() ? "SOUND" : "UNSOUND");
  }

  @GetMapping("/datasets/{name}/removal")
  ResponseEntity<CarePages.Removal> previewRemoval(@PathVariable("name") String name) {
    CarePages.Removal page = CarePages.Removal.of(care.removal(name));
    return Answers.shown(page, page.text());
  }

  @PostMapping("/datasets/{name}/removal")
  CarePages.Removed remove(
      @PathVariable("name") String name,
      @RequestParam("shown") String shown,
      @RequestParam("as") String person) {
    Answers.requireShown(shown, CarePages.Removal.of(care.removal(name)).text());
    care.remove(name, person);
    return new CarePages.Removed(name);
  }
}
