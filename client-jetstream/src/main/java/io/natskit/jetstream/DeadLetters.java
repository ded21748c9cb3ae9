// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.OutgoingMessage;
import io.natskit.wire.checks.Checks;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.headers.HeadersBuilder;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps the messages of a stream that its consumers gave up: delivered as often as they may be, or terminated. The server tells of them by advisories, without the message;
 * this pairs the two and stores the message in a stream of dead letters, once.
 *
 * <p>Advisories are kept in a small stream of their own until they are dealt with, so that none is missed while this does not run. The dead letter is on
 * {@code dead.<stream>.<consumer>} and has the message's headers and payload, and the headers {@code Dead-Letter-Stream}, {@code -Consumer}, {@code -Subject},
 * {@code -Sequence}, {@code -Deliveries}, {@code -Reason}. A message that is gone from its stream by then (a work queue removes what is terminated) leaves an empty
 * letter with {@code Dead-Letter-Missing: true}.
 */
public final class DeadLetters {
    private DeadLetters() {}

    /** How. */
    public static final class Spec {
        private String store = "";
        private Duration duplicateWindow = Duration.ofMinutes(10);

        private Spec() {}

        /** The stream of dead letters; made when it is not there. Default the stream's name with {@code _DEAD} behind. */
        public Spec store(String stream) {
            this.store = Checks.notBlank("store", stream);
            return this;
        }

        /** How long the store knows a dead letter again; default 10 min. Means something when the store is made. */
        public Spec duplicateWindow(Duration window) {
            this.duplicateWindow = Checks.positive("duplicateWindow", window);
            return this;
        }
    }

    /** Begins for all consumers of {@code stream}, with the defaults. */
    public static Consuming keep(JetStream js, String stream) {
        return keep(js, stream, s -> {});
    }

    /** Begins for all consumers of {@code stream}. Run it as often as you like: they share the work. */
    public static Consuming keep(JetStream js, String stream, Consumer<Spec> how) {
        Spec spec = new Spec();
        how.accept(spec);
        String store = spec.store.isEmpty() ? stream + "_DEAD" : spec.store;
        StreamHandle source = js.stream(stream);
        if (js.findStream(store).isEmpty()) {
            js.ensureStream(StreamConfig.builder(store)
                    .subjects("dead." + stream + ".>")
                    .duplicateWindow(spec.duplicateWindow)
                    .build());
        }
        String told = js.options().eventPrefix() + "ADVISORY.CONSUMER.";
        StreamHandle signals = js.ensureStream(StreamConfig.builder(store + "_SIGNALS")
                .subjects(told + "MAX_DELIVERIES." + stream + ".*", told + "MSG_TERMINATED." + stream + ".*")
                .retention(RetentionPolicy.WORK_QUEUE)
                .build());
        ConsumerHandle letters = signals.ensureConsumer(
                ConsumerConfig.builder("letters").durable("letters").build());
        return letters.consume(message -> {
            handle(js, source, Advisory.read(message.subject(), message.bytes()));
            message.ackSync(js.options().timeout());
        });
    }

    private static void handle(JetStream js, StreamHandle source, Advisory advisory) {
        if (advisory instanceof Advisory.MaxDeliveries given) {
            store(js, source, given.head(), given.streamSequence(), given.deliveries(), "max deliveries");
        } else if (advisory instanceof Advisory.Terminated ended) {
            String reason = ended.reason().isEmpty() ? "terminated" : ended.reason();
            store(js, source, ended.head(), ended.streamSequence(), ended.deliveries(), reason);
        }
    }

    private static void store(
            JetStream js, StreamHandle source, Advisory.Head head, long sequence, long deliveries, String reason) {
        String consumer = head.consumer().orElse("unknown");
        Optional<StoredMessage> message = source.message(sequence);
        HeadersBuilder headers = message.map(StoredMessage::headers).orElse(Headers.empty()).toBuilder()
                // what the message asked of its own stream means nothing here
                .remove("Nats-Expected-Stream")
                .remove("Nats-Expected-Last-Sequence")
                .remove("Nats-Expected-Last-Subject-Sequence")
                .remove("Nats-Expected-Last-Msg-Id")
                .remove("Nats-TTL")
                .remove("Nats-Rollup")
                .set("Dead-Letter-Stream", source.name())
                .set("Dead-Letter-Consumer", consumer)
                .set("Dead-Letter-Sequence", Long.toString(sequence))
                .set("Dead-Letter-Deliveries", Long.toString(deliveries))
                .set("Dead-Letter-Reason", reason);
        message.ifPresentOrElse(
                m -> headers.set("Dead-Letter-Subject", m.subject()), () -> headers.set("Dead-Letter-Missing", "true"));
        OutgoingMessage letter = OutgoingMessage.to("dead." + source.name() + "." + consumer)
                .headers(headers.build())
                .payload(message.map(StoredMessage::bytes).orElse(new byte[0]))
                .build();
        js.publish(letter, p -> p.messageId(source.name() + ":" + consumer + ":" + sequence));
    }
}
