package dev.vitrine.projections.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.event.ProductEvent;
import dev.vitrine.projections.fold.Outcome;
import dev.vitrine.projections.fold.Sequenced;
import dev.vitrine.projections.fold.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One product's commits, folded one after the other as they would come from the topic. */
final class ProductCommits {
  @Nullable ProductState state;
  private long next;

  /** The views at the commit's end; inside it there must be none. */
  List<View> commit(ProductEvent... events) {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < events.length; i++) {
      assertThat(views).as("views before the commit's end").isEmpty();
      views.addAll(folded(at(next++, events[i], i == events.length - 1)));
    }
    return views;
  }

  List<View> folded(Sequenced<ProductEvent> in) {
    Outcome<ProductState> outcome = fold(in);
    assertThat(outcome).isInstanceOf(Outcome.Folded.class);
    Outcome.Folded<ProductState> folded = (Outcome.Folded<ProductState>) outcome;
    state = folded.state();
    return folded.views();
  }

  Outcome<ProductState> fold(Sequenced<ProductEvent> in) {
    return ProductFold.fold(state, in);
  }

  static Sequenced<ProductEvent> at(long sequence, ProductEvent event, boolean commitEnd) {
    return new Sequenced<>(event, "event-" + sequence, sequence, commitEnd, time(sequence), null);
  }

  static String time(long sequence) {
    return "2026-11-22T00:00:%02d.1Z".formatted(sequence);
  }

  static View only(List<View> views, String key) {
    return views.stream()
        .filter(view -> view.key().text().equals(key))
        .reduce(
            (_, b) -> {
              throw new AssertionError("twice: " + b);
            })
        .orElseThrow(() -> new AssertionError("no " + key + " in " + views));
  }

  static List<String> keys(List<View> views) {
    return views.stream()
        .map(view -> (view.gone() ? "-" : "+") + view.key().text())
        .sorted()
        .toList();
  }
}
