package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.dynamodb.ItemMapping.Item;
import dev.vitrine.connectors.dynamodb.ItemMapping.Unfit;
import dev.vitrine.connectors.view.ViewWrite;
import dev.vitrine.contract.view.DynamoTables;
import dev.vitrine.contract.view.ListingEntryView;
import dev.vitrine.contract.view.SortKeys;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Views as items. Limits are AWS's ("Constraints in Amazon DynamoDB"): 400 KB an item, 2,048 bytes
 * a partition key, 1,024 a sort key.
 */
final class DynamoItems {
  private static final int MAX_ITEM = 400 * 1024;
  private static final int MAX_PARTITION_KEY = 2_048;
  private static final int MAX_SORT_KEY = 1_024;

  /** A number takes a byte per two digits and one more; a version never needs this many. */
  private static final int NUMBER_BYTES = 21;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private final List<String> currencies;

  DynamoItems(List<String> currencies) {
    this.currencies = List.copyOf(currencies);
  }

  ItemMapping map(ViewWrite write) {
    return switch (write.key()) {
      case ViewKey.Product _, ViewKey.Sku _, ViewKey.Slug _, ViewKey.Categories _ -> view(write);
      case ViewKey.Listing listing -> listing(write, listing);
    };
  }

  private ItemMapping view(ViewWrite write) {
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    item.put(DynamoTables.KEY, text(write.key().text()));
    versioned(item, write.view());
    byte[] body = write.view().body();
    if (body.length > DynamoTables.GZIP_FROM) {
      body = gzip(body);
      item.put(DynamoTables.GZIP, AttributeValue.fromBool(true));
    }
    item.put(DynamoTables.BODY, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(body)));
    return checked(write, DynamoTables.VIEWS, DynamoTables.KEY, item);
  }

  private ItemMapping listing(ViewWrite write, ViewKey.Listing key) {
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    item.put(DynamoTables.CATEGORY, text(key.list()));
    item.put(DynamoTables.PRODUCT, text(key.product()));
    versioned(item, write.view());
    if (!write.view().gone()) {
      ListingEntryView.Sort sort;
      try {
        sort = JSON.readValue(write.view().body(), ListingEntryView.class).sort();
      } catch (JacksonException e) {
        return new Unfit(write, "not a listing entry: " + e.getOriginalMessage());
      }
      if (sort == null) {
        return new Unfit(write, "a live listing entry without sort keys");
      }
      item.put(DynamoTables.NAME, text(sort.name()));
      item.put(DynamoTables.NEWEST, text(sort.newest()));
      for (String currency : currencies) {
        String priced = sort.price().get(currency);
        item.put(
            DynamoTables.price(currency),
            text(priced == null ? SortKeys.unpriced(key.product()) : priced));
      }
    }
    return checked(write, DynamoTables.LISTINGS, DynamoTables.CATEGORY, item);
  }

  private static void versioned(Map<String, AttributeValue> item, StoredView view) {
    item.put(DynamoTables.FORMAT, AttributeValue.fromN(Integer.toString(view.version().format())));
    item.put(DynamoTables.SEQUENCE, AttributeValue.fromN(Long.toString(view.version().sequence())));
    item.put(DynamoTables.GONE, AttributeValue.fromBool(view.gone()));
  }

  private static ItemMapping checked(
      ViewWrite write, String table, String partitionKey, Map<String, AttributeValue> item) {
    int total = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      int size = size(attribute.getValue());
      total += utf8(attribute.getKey()) + size;
      if (attribute.getValue().s() != null) {
        int max = attribute.getKey().equals(partitionKey) ? MAX_PARTITION_KEY : MAX_SORT_KEY;
        if (size == 0 || size > max) {
          return new Unfit(
              write, attribute.getKey() + " has " + size + " bytes, a key has 1 to " + max);
        }
      }
    }
    return total > MAX_ITEM
        ? new Unfit(write, "an item of " + total + " bytes, DynamoDB takes " + MAX_ITEM)
        : new Item(write, table, item, total);
  }

  private static int size(AttributeValue value) {
    if (value.s() != null) {
      return utf8(value.s());
    }
    if (value.b() != null) {
      return value.b().asByteArrayUnsafe().length;
    }
    return value.n() != null ? NUMBER_BYTES : 1;
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
