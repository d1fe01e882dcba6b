package io.consilium.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

@DisplayName("The platform's modules")
class ModulesTest {
  @Test
  @DisplayName("have no cycles and use of each other only what is public")
  void boundaries() {
    ApplicationModules.of(Platform.class).verify();
  }

  @Test
  @DisplayName("know the process engine only in their process packages, and in engine")
  void engineBehindPorts() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.consilium.platform.engine..", "io.consilium.platform..process..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.camunda..")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.consilium.platform"));
  }
}
