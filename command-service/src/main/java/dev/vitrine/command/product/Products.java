package dev.vitrine.command.product;

import dev.vitrine.command.category.TreeReader;
import dev.vitrine.command.document.FieldErrors;
import dev.vitrine.command.eventstore.ChangeSet;
import dev.vitrine.command.eventstore.CommandDispatch;
import dev.vitrine.command.eventstore.ExpectedVersion;
import dev.vitrine.command.product.ProductAction.SetCategories;
import dev.vitrine.command.product.ProductCommand.ChangeProduct;
import dev.vitrine.command.product.ProductCommand.CreateProduct;
import dev.vitrine.command.rejection.FieldError;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.contract.event.StreamId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The calls on products. Categories are looked up before a command is sent: they are never removed,
 * so what existed then exists at the commit.
 */
@Component
final class Products {
  private final CommandDispatch dispatch;
  private final TreeReader tree;
  private final Clock clock;

  Products(CommandDispatch dispatch, TreeReader tree, Clock clock) {
    this.dispatch = dispatch;
    this.tree = tree;
    this.clock = clock;
  }

  /**
   * A product after a command.
   *
   * @param version sequence of its last event
   */
  record Changed(String id, long version) {}

  Changed create(ProductDraft draft, ChangeSet changeSet) {
    requireKnown(draft.categories(), "/categories");
    String id = draft.id() != null ? draft.id() : UuidV7.next(clock.millis()).toString();
    try {
      dispatch.send(new CreateProduct(StreamId.ofProduct(id), id, draft), String.class, changeSet);
    } catch (AggregateStreamCreationException exists) {
      throw new Rejected(new Rejection.ProductExists(id));
    }
    return new Changed(id, 0);
  }

  Changed change(
      String id,
      List<ProductAction> actions,
      @Nullable ExpectedVersion expected,
      ChangeSet changeSet) {
    for (int i = 0; i < actions.size(); i++) {
      if (actions.get(i) instanceof SetCategories(var categories)) {
        requireKnown(categories, "/actions/" + i + "/categories");
      }
    }
    try {
      Long version =
          dispatch.send(
              new ChangeProduct(StreamId.ofProduct(id), expected, actions), Long.class, changeSet);
      return new Changed(id, version);
    } catch (AggregateNotFoundException missing) {
      throw new Rejected(new Rejection.UnknownProduct(id));
    }
  }

  private void requireKnown(List<String> categories, String pointer) {
    Set<String> unknown = new HashSet<>(tree.unknown(categories));
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < categories.size(); i++) {
      if (unknown.contains(categories.get(i))) {
        errors.add(new FieldError(FieldErrors.child(pointer, i), "is not the id of a category"));
      }
    }
    if (!errors.isEmpty()) {
      throw new Rejected(new Rejection.UnknownCategories(errors));
    }
  }
}
