package dev.vitrine.command.eventstore;

import dev.vitrine.contract.event.CatalogEvent;
import dev.vitrine.contract.event.EventTypes;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.DeserializationFeature;

/** Writes events as JSON under the contract's names, never under the names of classes. */
final class EventSerializer extends Jackson3Serializer {
  EventSerializer() {
    super(
        builder()
            .jsonMapperBuilderCustomizer(
                mapper -> mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)));
  }

  @Override
  public <T> SerializedObject<T> serialize(Object object, Class<T> expectedRepresentation) {
    SerializedObject<T> serialized = super.serialize(object, expectedRepresentation);
    return object instanceof CatalogEvent event
        ? new SimpleSerializedObject<>(
            serialized.getData(),
            expectedRepresentation,
            new SimpleSerializedType(EventTypes.nameOf(event), null))
        : serialized;
  }

  /** An event that this release does not know stops the reading of its aggregate. */
  @Override
  public Class<?> classForType(SerializedType type) {
    if (type.getName().equals(MetaData.class.getName())) {
      return MetaData.class;
    }
    return EventTypes.classOf(type.getName())
        .orElseThrow(() -> new SerializationException("unknown event type " + type.getName()));
  }
}
