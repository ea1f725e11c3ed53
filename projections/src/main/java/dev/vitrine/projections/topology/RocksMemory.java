package dev.vitrine.projections.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One bound for the memory of all RocksDB instances of the process (24 for 12 partitions), outside
 * of the heap: blocks, index, filters and write buffers share one cache. Made as Kafka's
 * documentation has it ("Memory management", RocksDB).
 */
public final class RocksMemory implements RocksDBConfigSetter {
  /** Made with the first store: only then is the native library there. */
  private static final class Shared {
    static final long BYTES = Long.getLong("vitrine.rocksdb.bytes", 128L * 1024 * 1024);
    static final Cache CACHE = new LRUCache(BYTES);
    static final WriteBufferManager WRITES = new WriteBufferManager(BYTES / 2, CACHE);
  }

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(Shared.CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    table.setPinTopLevelIndexAndFilter(true);
    table.setFilterPolicy(new BloomFilter(10));
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(Shared.WRITES);
    options.setWriteBufferSize(8L * 1024 * 1024);
    options.setCompressionType(CompressionType.LZ4_COMPRESSION);
  }

  @Override
  public void close(String store, Options options) {
    // Cache and write buffers belong to the process, not to one store.
  }
}
