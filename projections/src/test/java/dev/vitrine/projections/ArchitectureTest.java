package dev.vitrine.projections;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;

@AnalyzeClasses(
    packages = "dev.vitrine.projections",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE = {"..fold..", "..product..", "..category..", "..pointer.."};

  @ArchTest
  static final ArchRule the_core_knows_no_framework_and_does_no_io =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.springframework..",
              "org.slf4j..",
              "io.micrometer..",
              "tools.jackson..",
              "java.io..",
              "java.nio..",
              "java.net..",
              "dev.vitrine.projections.topology..",
              "dev.vitrine.projections.running..");

  @ArchTest
  static final ArchRule the_core_knows_neither_clock_nor_chance =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, InstantSource.class, Random.class, UUID.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.vitrine.projections.(*)..").should().beFreeOfCycles();
}
