// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.config.MqttOptions;
import io.natskit.wire.Nuid;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerAction;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.ConsumerCreateRequest;
import io.natskit.wire.jetstream.DeliverPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Makes the consumers behind the subscriptions of a session, as nats-server makes them. Confined to the client's loop. */
final class Consumers {
    /** What may be pending in all consumers of a session: there are no more packet identifiers. */
    private static final int PENDING_MAX = 0xFFFF;

    private final Requests requests;
    private final Supplier<MqttOptions> options;
    private final MqttSession session;

    /** {@code options} are those in force: a reload may change what new ones are like. */
    Consumers(Requests requests, Supplier<MqttOptions> options, MqttSession session) {
        this.requests = requests;
        this.options = options;
        this.session = session;
    }

    /** The consumer of a subscription that has none yet. */
    CompletableFuture<ConsumerConfig> make(String subject) {
        ConsumerConfig config = config(Names.DELIVERY + Nuid.next())
                .durable(session.hash() + "_" + Nuid.next())
                .filterSubject(Names.MESSAGES_SUBJECT + subject)
                .build();
        return make(Names.MESSAGES, config);
    }

    /** The consumer that brings releases back. */
    CompletableFuture<ConsumerConfig> makeForReleases() {
        ConsumerConfig config = config(Names.RELEASE_DELIVERY + session.hash())
                .durable(Names.RELEASE_CONSUMER + session.hash())
                .filterSubject(Names.RELEASE_SUBJECT + session.hash())
                .build();
        return make(Names.OUT, config);
    }

    private ConsumerConfigBuilder config(String deliverSubject) {
        MqttOptions now = options.get();
        return ConsumerConfig.builder()
                .deliverSubject(deliverSubject)
                .ackPolicy(AckPolicy.EXPLICIT)
                .deliverPolicy(DeliverPolicy.NEW)
                .ackWait(now.ackWait())
                .maxAckPending(now.maxAckPending())
                .memoryStorage(now.consumerMemoryStorage())
                .inactiveThreshold(now.consumerInactiveThreshold());
    }

    private CompletableFuture<ConsumerConfig> make(String stream, ConsumerConfig config) {
        long after = session.maxAckPendingTaken() + config.maxAckPending();
        if (after > PENDING_MAX) {
            return CompletableFuture.failedFuture(
                    new RequestFailedException("max_ack_pending for all consumers would be " + after
                            + " which exceeds the limit of " + PENDING_MAX));
        }
        byte[] body = new ConsumerCreateRequest(stream, config, ConsumerAction.CREATE_OR_UPDATE, false).toJson();
        return requests.ask("CONSUMER.DURABLE.CREATE." + stream + "." + config.durable(), body)
                .thenApply(made -> config);
    }

    /** Deletes the consumer of a subscription, if it has one. */
    void drop(String sid) {
        ConsumerConfig known = session.consumers().remove(sid);
        if (known != null) {
            requests.tell("CONSUMER.DELETE." + Names.MESSAGES + "." + known.durable(), new byte[0]);
        }
    }
}
