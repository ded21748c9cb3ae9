// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The durable consumer that is measured: all clients share it. */
final class DurableOptions {
    @Option(
            names = "--consumer",
            defaultValue = "natskit-bench",
            description = "The consumer; made anew, natskit-bench by default.")
    String consumer = "natskit-bench";

    @Option(names = "--acks", defaultValue = "explicit", description = "none, all or explicit.")
    AckPolicy acks = AckPolicy.EXPLICIT;

    @Option(names = "--batch", defaultValue = "500", description = "How many messages are taken ahead; 500 by default.")
    int batch = 500;

    @Option(names = "--doubleack", description = "Waits until each acknowledgement is confirmed.")
    boolean doubleAck;

    void prepare(StreamHandle stream) {
        stream.findConsumer(consumer).ifPresent(ConsumerHandle::delete);
        stream.createConsumer(ConsumerConfig.builder(consumer)
                .durable(consumer)
                .ackPolicy(acks)
                .maxAckPending(Math.max(1000L, batch * 4L))
                .build());
    }

    void answer(JetStreamMessage message, Duration timeout) {
        if (acks == AckPolicy.NONE) {
            return;
        }
        if (doubleAck) {
            message.ackSync(timeout);
        } else {
            message.ack();
        }
    }
}
