// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.stream.Command;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalMessage;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.DeliverPolicy;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StreamSource;
import java.time.Instant;
import java.util.Optional;

/**
 * A copy that keeps sequences and times of its origin (SC-11): what the origin has lost, or what is not asked for, are gaps here. It goes on
 * behind its own last message, whatever happened in between. On the stream's loop.
 */
final class MirrorCopy implements Copy {
    // as near as this, a mirror answers direct gets for its origin
    private static final long CAUGHT_UP = 10;

    private final Stream stream;
    private final StreamSource origin;
    private final MessageStore store;
    private final Transforms transforms;
    private final Inflow inflow;
    private final Position position = new Position();
    private long lag;

    MirrorCopy(Stream stream, StreamSource origin) {
        this.stream = stream;
        this.origin = origin;
        this.store = stream.store();
        this.transforms = new Transforms(origin);
        this.inflow = new Inflow(stream, kind());
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public ConsumerConfigBuilder start(ConsumerConfigBuilder config) {
        boolean fresh = store.messages() == 0 && store.firstSequence() == 0;
        if (!fresh) {
            return config.deliverPolicy(DeliverPolicy.BY_START_SEQUENCE).startSequence(store.lastSequence() + 1);
        }
        Optional<Instant> time = origin.startTime();
        if (origin.startSequence() > 0) {
            return config.deliverPolicy(DeliverPolicy.BY_START_SEQUENCE).startSequence(origin.startSequence());
        }
        return time.isPresent()
                ? config.deliverPolicy(DeliverPolicy.BY_START_TIME).startTime(time.get())
                : config.deliverPolicy(DeliverPolicy.ALL);
    }

    @Override
    public String identity() {
        // a mirror waits until an origin that was made anew has more than it has itself
        return "";
    }

    @Override
    public boolean originChanged() {
        return false;
    }

    @Override
    public void began(ConsumerInfo consumer, String identity) {
        long delivered = consumer.delivered().stream();
        if (store.lastSequence() < delivered) {
            stream.changes().propose(new Command.Skip(delivered + 1, 0));
        }
        position.begin(Math.max(delivered, store.lastSequence()));
        lag = consumer.numPending();
        if (consumer.numPending() < CAUGHT_UP) {
            stream.caughtUp();
        }
    }

    @Override
    public boolean copy(LocalMessage message, Delivery delivery) {
        long sequence = delivery.streamSequence();
        switch (position.mirrored(sequence, delivery.consumerSequence())) {
            case NEXT -> {}
            case AFTER_GAP -> stream.changes().propose(new Command.Skip(sequence, 0));
            case OLD, STRAY -> {
                return true;
            }
            default -> {
                return false;
            }
        }
        if (store.lastSequence() + 1 != sequence) {
            // somebody else moved the end of this stream: a purge beyond it
            return false;
        }
        lag = Math.max(0, delivery.pending() - 1);
        if (delivery.pending() < CAUGHT_UP) {
            stream.caughtUp();
        }
        Inflow.Outcome outcome = inflow.put(
                transforms.apply(message.subjectBytes()),
                Inflow.withoutExpectations(message.headerBytes()),
                message,
                sequence,
                delivery.timestampNanos());
        return outcome == Inflow.Outcome.STORED;
    }

    @Override
    public long lag() {
        return lag;
    }

    @Override
    public void reposition() {
        // asks its own store anyway
    }

    @Override
    public JetStreamError requiresFlowControl() {
        return JetStreamError.MIRROR_CONSUMER_REQUIRES_ACK_FC;
    }

    @Override
    public JetStreamError setupFailed() {
        return JetStreamError.MIRROR_CONSUMER_SETUP_FAILED;
    }

    @Override
    public String kind() {
        return "mirror";
    }
}
