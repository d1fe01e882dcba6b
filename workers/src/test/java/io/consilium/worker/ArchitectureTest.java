package io.consilium.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The borders between the worker's packages. */
@AnalyzeClasses(
    packages = "io.consilium.worker",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ALL = "io.consilium.worker..";

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.consilium.worker.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_SANDBOX_KNOWS_NO_OTHER_PACKAGE =
      noClasses()
          .that()
          .resideInAPackage("..worker.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..worker.authorisation..",
              "..worker.catalogue..",
              "..worker.claim..",
              "..worker.cli..",
              "..worker.console..",
              "..worker.enrolment..",
              "..worker.execution..",
              "..worker.journal..",
              "..worker.outbound..",
              "..worker.registration..",
              "..worker.release..",
              "..worker.site..",
              "..worker.step..");

  @ArchTest
  static final ArchRule ONLY_THE_SANDBOX_KNOWS_THE_CONTAINER_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..worker.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.dockerjava..");

  @ArchTest
  static final ArchRule ONLY_CLAIM_KNOWS_CAMUNDA =
      noClasses()
          .that()
          .resideOutsideOfPackage("..worker.claim..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.camunda..");

  @ArchTest
  static final ArchRule ONLY_OUTBOUND_AND_CLAIM_TALK_TO_THE_PLATFORM =
      noClasses()
          .that()
          .resideInAPackage(ALL)
          .and()
          .resideOutsideOfPackages("..worker.outbound..", "..worker.claim..", "..worker.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net.http..", "org.apache.hc..");

  @ArchTest
  static final ArchRule THE_COMMAND_LOADS_NO_SPRING =
      noClasses()
          .that()
          .resideInAnyPackage("..worker.cli..", "..worker.site..", "..worker.enrolment..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "java.net.http..");
}
