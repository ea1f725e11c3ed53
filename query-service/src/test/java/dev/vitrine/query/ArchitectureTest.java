package dev.vitrine.query;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import reactor.core.publisher.Mono;

@AnalyzeClasses(packages = "dev.vitrine.query", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.vitrine.query.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule stores_are_known_only_to_their_own_packages =
      noClasses()
          .that()
          .resideOutsideOfPackages("..query.redis..", "..query.dynamodb..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.lettuce..", "software.amazon.awssdk..");

  @ArchTest
  static final ArchRule nothing_waits_in_a_thread =
      noClasses()
          .should()
          .callMethod(Mono.class, "block")
          .orShould()
          .callMethod(CompletableFuture.class, "join")
          .orShould()
          .callMethod(Future.class, "get");
}
