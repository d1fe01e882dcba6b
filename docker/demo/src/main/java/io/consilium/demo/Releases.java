package io.consilium.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The data owners' part of a round: they look at each result and let it go. */
final class Releases {
  /**
   * One dataset with one model.
   *
   * @param phase where it is, as the platform says
   * @param reason why there is no result
   */
  private record Cell(
      String executionId, Hospital hospital, String model, String phase, String reason) {
    static Cell of(JsonNode node) {
      return new Cell(
          node.path("executionId").asText(),
          Hospital.valueOf(node.path("facilityId").asText().toUpperCase(Locale.ROOT)),
          node.path("modelId").asText(),
          node.path("state").asText(),
          node.path("reason").asText(""));
    }

    boolean isSettled() {
      return phase.equals("RELEASED") || phase.equals("ENDED");
    }
  }

  private final Installation installation;
  private final Narrator narrator;
  private final Walk walk;
  private final Set<String> decided = new HashSet<>();
  private final Set<String> told = new HashSet<>();

  Releases(Installation installation, Narrator narrator, Walk walk) {
    this.installation = installation;
    this.narrator = narrator;
    this.walk = walk;
  }

  /** Releases what waits for a person, until every execution of the round has settled. */
  void untilAllAreSettled(Duration patience) {
    Waiting.forSomething(
        "the executions to end",
        patience,
        () -> {
          List<Cell> cells = cells();
          cells.forEach(this::tellIfSettled);
          releaseWhereAllIsReady(cells);
          narrator.progress(state(cells));
          return cells.stream().allMatch(Cell::isSettled) ? Optional.of(cells) : Optional.empty();
        });
    narrator.rest();
  }

  /** The round's cells. */
  private List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    walk.round().orElseThrow().path("cells").forEach(node -> cells.add(Cell.of(node)));
    return cells;
  }

  /** A data owner comes once, when all results of the site are there. */
  private void releaseWhereAllIsReady(List<Cell> cells) {
    for (Hospital hospital : installation.hospitals()) {
      List<Cell> here = cells.stream().filter(cell -> cell.hospital() == hospital).toList();
      List<String> ready =
          here.stream()
              .filter(cell -> cell.phase().equals("AWAITING_RELEASE"))
              .map(Cell::executionId)
              .filter(id -> !decided.contains(id))
              .toList();
      boolean all =
          here.stream()
              .allMatch(cell -> cell.isSettled() || cell.phase().equals("AWAITING_RELEASE"));
      if (hospital.release() == Hospital.Release.BY_HAND && all && !ready.isEmpty()) {
        narrator.progress(hospital.dataOwner() + " looks at the results");
        release(hospital, ready);
      }
    }
  }

  private void release(Hospital hospital, List<String> executionIds) {
    List<String> arguments = new ArrayList<>(List.of("release", "approve"));
    arguments.addAll(executionIds);
    arguments.addAll(List.of("--as", hospital.dataOwner(), "--yes"));
    installation.site(hospital).consilium(arguments.toArray(String[]::new));
    decided.addAll(executionIds);
    narrator.tell(
        "%s: %s looks at %d results and releases them"
            .formatted(hospital.title(), hospital.dataOwner(), executionIds.size()));
  }

  private void tellIfSettled(Cell cell) {
    if (!cell.isSettled() || !told.add(cell.executionId())) {
      return;
    }
    if (cell.phase().equals("ENDED")) {
      narrator.tell(
          "%s: %s ended without a result (%s)"
              .formatted(cell.hospital().title(), cell.model(), cell.reason()));
    } else if (cell.hospital().release() == Hospital.Release.AUTOMATIC) {
      narrator.tell(
          "%s: the result of %s is released by the site's policy"
              .formatted(cell.hospital().title(), cell.model()));
    }
  }

  private static String state(List<Cell> cells) {
    long settled = cells.stream().filter(Cell::isSettled).count();
    String running =
        cells.stream()
            .filter(cell -> cell.phase().equals("RUNNING"))
            .map(cell -> cell.hospital().id())
            .distinct()
            .collect(Collectors.joining(", "));
    return "%d of %d results are released%s"
        .formatted(
            settled, cells.size(), running.isEmpty() ? "" : "; containers run at " + running);
  }
}
