package io.consilium.platform.result;

import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.identity.CurrentUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/rounds/{id}")
@Tag(name = "Rounds")
class ReportApi {
  private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

  private final Reports reports;

  ReportApi(Reports reports) {
    this.reports = reports;
  }

  @Operation(
      summary = "A round's report",
      description =
          "For the benchmark's committee as soon as it is compiled, for its audience once it is"
              + " published. Values that a facility withheld have no value; cells without a result have"
              + " a reason.")
  @GetMapping(path = "/report", produces = MediaType.APPLICATION_JSON_VALUE)
  Report report(
      @PathVariable String id,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    return reports.find(id, user).orElseThrow(() -> ApiProblem.notFound("report of a round " + id));
  }

  @Operation(
      summary = "A round's report as comma-separated values",
      description =
          "One row for each facility's value (row = facility) and each pooled figure (row = macro,"
              + " micro). Columns are only ever added, at the end.")
  @GetMapping(path = "/report.csv", produces = "text/csv")
  ResponseEntity<byte[]> csv(
      @PathVariable String id,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user) {
    return ResponseEntity.ok()
        .contentType(CSV)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".csv\"")
        .body(ReportCsv.of(report(id, user)).getBytes(StandardCharsets.UTF_8));
  }
}
