// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.jetstream.stream.HeaderNames;
import io.natskit.server.jetstream.stream.SourceKey;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalMessage;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.DeliverPolicy;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StreamSource;
import java.time.Instant;
import java.util.function.Function;

/**
 * A copy that gives its messages sequences of its own (SC-12). Each message carries where it comes from, and that is where the copy goes on after a
 * restart. On the stream's loop.
 */
final class SourceCopy implements Copy {
    private final Stream stream;
    private final StreamSource origin;
    private final SourceKey key;
    private final MessageStore store;
    private final Function<SourceKey, SourceState> states;
    private final Transforms transforms;
    private final Inflow inflow;
    private final Position position = new Position();
    private String identity;
    private boolean recreated;
    private long stored;
    private long lag;

    /** A copy of one source that has come so far; {@code states} tells that anew, by what is stored. */
    SourceCopy(Stream stream, StreamSource origin, SourceState state, Function<SourceKey, SourceState> states) {
        this.stream = stream;
        this.origin = origin;
        this.key = SourceKey.of(origin);
        this.store = stream.store();
        this.states = states;
        this.transforms = new Transforms(origin);
        this.inflow = new Inflow(stream, kind());
        this.identity = state.identity();
        this.stored = state.sequence();
        position.begin(state.sequence());
    }

    SourceKey key() {
        return key;
    }

    /** How far it has come, as what is stored tells. */
    SourceState state() {
        return new SourceState(stored, identity);
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public ConsumerConfigBuilder start(ConsumerConfigBuilder config) {
        long next = position.stream() + 1;
        if (next > 1) {
            return config.deliverPolicy(DeliverPolicy.BY_START_SEQUENCE).startSequence(next);
        }
        if (origin.startSequence() > 0) {
            return config.deliverPolicy(DeliverPolicy.BY_START_SEQUENCE).startSequence(origin.startSequence());
        }
        long last = store.lastTimestampNanos();
        Instant lastTime = Instant.ofEpochSecond(last / 1_000_000_000, last % 1_000_000_000);
        if (origin.startTime().isPresent()) {
            Instant asked = origin.startTime().get();
            return config.deliverPolicy(DeliverPolicy.BY_START_TIME)
                    .startTime(last > 0 && asked.isBefore(lastTime) ? lastTime : asked);
        }
        if (store.firstSequence() > 1 && last > 0 && !recreated) {
            // what would tell where it was is gone from the stream
            return config.deliverPolicy(DeliverPolicy.BY_START_TIME).startTime(lastTime);
        }
        return config.deliverPolicy(DeliverPolicy.ALL);
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public boolean originChanged() {
        position.begin(0);
        identity = "";
        recreated = true;
        return true;
    }

    @Override
    public void began(ConsumerInfo consumer, String found) {
        boolean other = recreated || (!found.isEmpty() && !identity.isEmpty() && !found.equals(identity));
        long from = other ? 0 : position.stream();
        if (other) {
            stored = 0;
        }
        identity = found;
        recreated = false;
        position.begin(Math.max(from, consumer.delivered().stream()));
        lag = consumer.numPending();
    }

    @Override
    public boolean copy(LocalMessage message, Delivery delivery) {
        switch (position.sourced(delivery.streamSequence(), delivery.consumerSequence())) {
            case NEXT, AFTER_GAP -> {}
            case OLD, STRAY -> {
                return true;
            }
            default -> {
                return false;
            }
        }
        lag = Math.max(0, delivery.pending() - 1);
        byte[] headers = HeaderBlock.without(message.headerBytes(), HeaderNames.STREAM_SOURCE);
        headers = HeaderBlock.with(
                Inflow.withoutExpectations(headers),
                HeaderNames.STREAM_SOURCE,
                SourceHeader.text(key, delivery.streamSequence(), message.subject(), identity));
        Inflow.Outcome outcome = inflow.put(transforms.apply(message.subjectBytes()), headers, message, 0, 0);
        if (outcome == Inflow.Outcome.FULL || outcome == Inflow.Outcome.REFUSED) {
            position.undo();
            return false;
        }
        if (outcome == Inflow.Outcome.STORED) {
            stored = delivery.streamSequence();
        }
        return true;
    }

    @Override
    public long lag() {
        return lag;
    }

    @Override
    public void reposition() {
        SourceState state = states.apply(key);
        stored = state.sequence();
        position.begin(state.sequence());
    }

    @Override
    public JetStreamError requiresFlowControl() {
        return JetStreamError.SOURCE_CONSUMER_REQUIRES_ACK_FC;
    }

    @Override
    public JetStreamError setupFailed() {
        return JetStreamError.SOURCE_CONSUMER_SETUP_FAILED;
    }

    @Override
    public String kind() {
        return "source";
    }
}
