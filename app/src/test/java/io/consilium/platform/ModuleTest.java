package io.consilium.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

@DisplayName("The platform's modules")
class ModuleTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.consilium.platform");

  @Test
  @DisplayName("use only what the others show, and not each other in circles")
  void modules() {
    ApplicationModules modules = ApplicationModules.of(Platform.class);

    modules.verify();
    assertThat(modules.stream().map(module -> module.getIdentifier().toString()))
        .contains("engine", "facility", "identity", "database", "benchmark", "result");
  }

  @Test
  @DisplayName("know the engine only in the package engine and in packages named process")
  void engine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.consilium.platform.engine..", "io.consilium.platform..process..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.camunda..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("never know the worker")
  void worker() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.consilium.worker..", "com.github.dockerjava..")
        .check(CLASSES);
  }
}
