package dev.vitrine.projections;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Folds {@code catalog.events} into {@code catalog.views}. */
@SpringBootApplication
public class ProjectionsApplication {
  public static void main(String[] args) {
    SpringApplication.run(ProjectionsApplication.class, args);
  }
}
