package dev.vitrine.command;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** Rules 1 and 3 of the house, and no cycles. */
@AnalyzeClasses(
    packages = "dev.vitrine.command",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** What does something beyond deciding, by the suffix of its name; all else is the pure core. */
  private static final String EDGE =
      ".*(Routes|Reader|Writer|Configuration|Table|Products|Categories|UuidV7|Product|CategoryTree)(\\$.*)?";

  private static final String[] CORE = {
    "..command.product..",
    "..command.category..",
    "..command.claims..",
    "..command.document..",
    "..command.rejection.."
  };

  @ArchTest
  static final ArchRule no_cycles_between_packages =
      slices().matching("dev.vitrine.command.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule features_do_not_reach_into_the_web_or_the_database_past_their_edges =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .and()
          .haveNameNotMatching(EDGE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "..command.web..",
                  "org.springframework..",
                  "java.sql..",
                  "java.io..",
                  "java.nio.file..",
                  "java.net.http..",
                  "org.slf4j..",
                  "reactor.."));

  @ArchTest
  static final ArchRule the_core_knows_no_clock_and_no_chance =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .and()
          .haveNameNotMatching(EDGE)
          .should()
          .dependOnClassesThat(type(Clock.class).or(type(Random.class)))
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule features_depend_in_one_direction =
      noClasses()
          .that()
          .resideInAnyPackage("..command.category..", "..command.claims..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("..command.product..", "..command.imports.."));

  @ArchTest
  static final ArchRule the_service_does_not_know_kafka =
      noClasses().should().dependOnClassesThat(resideInAnyPackage("org.apache.kafka.."));

  @ArchTest
  static final ArchRule no_class_is_named_for_nothing =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameStartingWith("Abstract");
}
