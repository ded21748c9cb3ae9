// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.OutgoingMessage;
import io.natskit.wire.checks.Checks;
import io.natskit.wire.jetstream.JetStreamError;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes messages from one stream, makes others of them and stores those, so that each message has its effect once. What is published for the message at sequence n of stream
 * S gets the id {@code S:n:i}, i counting from 0, and the message is acknowledged with confirmation only after all of it is stored. A message that comes again, after a crash
 * or an acknowledgement that got lost, publishes the same ids again, which the target stream drops as duplicates.
 *
 * <p><b>The guarantee</b> holds as long as a message comes again within the target stream's duplicate window (2 min by default: set it longer than the longest
 * outage), and the transformation gives the same number of messages each time. With {@link Spec#atomic()} all results of one message are stored together or not at all; the
 * target stream must allow atomic batches.
 */
public final class ExactlyOnce {

    private ExactlyOnce() {}

    /** What is made of a message. */
    @FunctionalInterface
    public interface Transform {
        /** The results, none to many; what it throws has the message delivered again. */
        List<OutgoingMessage> apply(JetStreamMessage message) throws Exception;
    }

    /** How. */
    public static final class Spec {
        private boolean atomic;
        private Duration timeout = Duration.ofSeconds(20);
        private Duration retryDelay = Duration.ofSeconds(1);
        private Consumer<ConsumeSpec> consume = s -> {};

        private Spec() {}

        /** Stores the results of a message together or not at all. */
        public Spec atomic() {
            this.atomic = true;
            return this;
        }

        /** How long storing one result, or confirming one message, may take; default 20 s. Less than the consumer's ack wait is wise. */
        public Spec timeout(Duration timeout) {
            this.timeout = Checks.positive("timeout", timeout);
            return this;
        }

        /** After how long a message that failed comes again; default 1 s. */
        public Spec retryDelay(Duration delay) {
            this.retryDelay = Checks.positive("retryDelay", delay);
            return this;
        }

        /** How messages are consumed; keyed dispatch keeps the order of each key. */
        public Spec consume(Consumer<ConsumeSpec> spec) {
            this.consume = spec;
            return this;
        }
    }

    /** Begins with the defaults. */
    public static Consuming run(JetStream js, ConsumerHandle from, Transform transform) {
        return run(js, from, transform, s -> {});
    }

    /** Begins; the consumer must want explicit acknowledgements. Results go where their subjects say, on {@code js}. */
    public static Consuming run(JetStream js, ConsumerHandle from, Transform transform, Consumer<Spec> how) {
        Spec spec = new Spec();
        how.accept(spec);
        return from.consume(message -> handle(js, message, transform, spec), spec.consume);
    }

    private static void handle(JetStream js, JetStreamMessage message, Transform transform, Spec spec)
            throws Exception {
        boolean stored = false;
        try {
            List<OutgoingMessage> results = transform.apply(message);
            String id = message.metadata().stream() + ":" + message.metadata().streamSequence() + ":";
            if (spec.atomic && results.size() > 1) {
                together(js, results, id, spec);
            } else {
                for (int i = 0; i < results.size(); i++) {
                    String own = id + i;
                    js.publish(results.get(i), p -> p.messageId(own).timeout(spec.timeout));
                }
            }
            stored = true;
            message.ackSync(spec.timeout);
        } finally {
            if (!stored) {
                message.nak(spec.retryDelay);
            }
        }
    }

    private static void together(JetStream js, List<OutgoingMessage> results, String id, Spec spec) {
        try (AtomicBatch batch = js.atomicBatch(b -> b.timeout(spec.timeout))) {
            for (int i = 0; i < results.size() - 1; i++) {
                String own = id + i;
                batch.add(results.get(i), p -> p.messageId(own));
            }
            int last = results.size() - 1;
            batch.commit(results.get(last), p -> p.messageId(id + last));
        } catch (JetStreamApiException e) {
            // since all are stored together, one that is there already means that all are
            if (!e.is(JetStreamError.ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE)) {
                throw e;
            }
        }
    }
}
