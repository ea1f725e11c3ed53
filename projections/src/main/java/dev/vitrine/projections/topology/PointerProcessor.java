package dev.vitrine.projections.topology;

import dev.vitrine.contract.TraceContext;
import dev.vitrine.contract.view.PointerView;
import dev.vitrine.contract.view.ViewHeaders;
import dev.vitrine.projections.fold.Reason;
import dev.vitrine.projections.pointer.PointerFold;
import dev.vitrine.projections.topology.Outgoing.ToViews;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a pointer pass when it is the newest of its key. */
final class PointerProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
  private static final Logger LOG = LoggerFactory.getLogger(PointerProcessor.class);

  private final FoldMetrics metrics;
  private final CommitPace pace;

  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
  private ProcessorContext<byte[], Outgoing> context;

  @SuppressWarnings("NullAway.Init") // likewise
  private KeyValueStore<String, byte[]> pointers;

  PointerProcessor(FoldMetrics metrics, CommitPace pace) {
    this.metrics = metrics;
    this.pace = pace;
  }

  @Override
  public void init(ProcessorContext<byte[], Outgoing> started) {
    context = started;
    pointers = started.getStateStore(CatalogTopology.POINTERS);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    String key = utf8(record.key());
    byte[] latest = pointers.get(key);
    switch (PointerFold.fold(latest == null ? null : pointer(latest), pointer(record.value()))) {
      case NEWER -> {
        pointers.put(key, record.value());
        context.forward(record.withValue(new ToViews(record.value())));
        if (pace.atOnce(utf8(record.headers().lastHeader(ViewHeaders.TIME).value()))) {
          context.commit();
        }
      }
      case KNOWN -> {}
      case CONFLICT -> {
        String detail = "known is " + utf8(latest);
        RecordMetadata source = context.recordMetadata().orElseThrow();
        context.forward(SetAsideHeaders.on(record, source, Reason.POINTER_CONFLICT, detail));
        metrics.setAside(Reason.POINTER_CONFLICT);
        LOG.atWarn()
            .addKeyValue("traceId", traceId(record))
            .log("Set aside {}: {}: {}", key, Reason.POINTER_CONFLICT.code(), detail);
      }
    }
  }

  private static String traceId(Record<byte[], byte[]> record) {
    Header traceparent = record.headers().lastHeader(ViewHeaders.TRACEPARENT);
    return TraceContext.parse(traceparent == null ? null : utf8(traceparent.value()))
        .map(TraceContext::traceId)
        .orElse("");
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static PointerView pointer(byte[] json) {
    return Wire.JSON.readValue(json, PointerView.class);
  }
}
