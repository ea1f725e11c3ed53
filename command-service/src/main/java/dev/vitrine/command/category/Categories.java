package dev.vitrine.command.category;

import dev.vitrine.command.category.CategoryCommand.ChangeCategory;
import dev.vitrine.command.category.CategoryCommand.Changed;
import dev.vitrine.command.category.CategoryCommand.CreateCategory;
import dev.vitrine.command.eventstore.ChangeSet;
import dev.vitrine.command.eventstore.CommandDispatch;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.springframework.stereotype.Component;

/** The calls on the category tree. */
@Component
final class Categories {
  private final CommandDispatch dispatch;

  Categories(CommandDispatch dispatch) {
    this.dispatch = dispatch;
  }

  Changed create(CreateCategory command, ChangeSet changeSet) {
    try {
      return dispatch.send(command, Changed.class, changeSet);
    } catch (AggregateStreamCreationException beaten) {
      // two firsts at once: now the tree exists, and this cannot happen again
      return dispatch.send(command, Changed.class, changeSet);
    }
  }

  Changed change(ChangeCategory command, ChangeSet changeSet) {
    try {
      return dispatch.send(command, Changed.class, changeSet);
    } catch (AggregateNotFoundException noTree) {
      throw new Rejected(new Rejection.UnknownCategory(command.id()));
    }
  }
}
