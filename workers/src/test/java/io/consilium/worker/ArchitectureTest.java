package io.consilium.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The borders between the worker's packages. */
class ArchitectureTest {
  private static final String ALL = "io.consilium.worker..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.consilium.worker");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.consilium.worker.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theSandboxKnowsNoOtherPackage() {
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
            "..worker.cosign..",
            "..worker.enrolment..",
            "..worker.execution..",
            "..worker.journal..",
            "..worker.outbound..",
            "..worker.registration..",
            "..worker.release..",
            "..worker.site..",
            "..worker.step..")
        .check(CLASSES);
  }

  @Test
  void onlyTheSandboxKnowsTheContainerEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..worker.sandbox..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.github.dockerjava..")
        .check(CLASSES);
  }

  @Test
  void onlyClaimKnowsCamunda() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..worker.claim..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.camunda..")
        .check(CLASSES);
  }

  @Test
  void onlyOutboundAndClaimTalkToThePlatform() {
    noClasses()
        .that()
        .resideInAPackage(ALL)
        .and()
        .resideOutsideOfPackages(
            "..worker.outbound..", "..worker.claim..", "..worker.cosign..", "..worker.sandbox..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "org.apache.hc..")
        .check(CLASSES);
  }

  @Test
  void theCommandLoadsNoSpring() {
    noClasses()
        .that()
        .resideInAnyPackage("..worker.cli..", "..worker.site..", "..worker.enrolment..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "java.net.http..")
        .check(CLASSES);
  }
}
