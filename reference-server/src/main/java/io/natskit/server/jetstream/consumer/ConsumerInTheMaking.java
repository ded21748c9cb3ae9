// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.server.jetstream.stream.StreamConsumer;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Holds the place of a consumer whose files are being made: its name is taken, and messages that it will want are kept. On the stream's loop. */
final class ConsumerInTheMaking implements StreamConsumer {
    private final String name;
    private final ConsumerConfig config;
    private final SubjectFilter filter;
    private final List<Runnable> waiting = new ArrayList<>();

    ConsumerInTheMaking(String name, ConsumerConfig config) {
        this.name = name;
        this.config = config;
        this.filter = Terms.of(config).filter();
    }

    /** Runs something once it is made, or is not; tells {@code failed} if that is refused. */
    void then(Runnable action, Consumer<RuntimeException> failed) {
        waiting.add(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                failed.accept(e);
            }
        });
    }

    /** It is made, or is not. */
    void made() {
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Runnable::run);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ConsumerConfig config() {
        return config;
    }

    @Override
    public void committed(long lastSequence) {
        // it looks at the stream when it is made
    }

    @Override
    public void removed(long sequence, ByteRange subject) {
        // as above
    }

    @Override
    public void purged(SubjectFilter purged, long firstSequence, long lastSequence) {
        // as above
    }

    @Override
    public void streamUpdated(StreamConfig updated) {
        // as above
    }

    @Override
    public void streamClosed(boolean deleted) {
        // whoever makes it sees that the stream is closed
    }

    @Override
    public void streamOffline() {
        // as above
    }

    @Override
    public boolean wants(byte[] subject, int offset, int length) {
        return filter.matches(subject, offset, length);
    }

    @Override
    public boolean hasAcknowledged(long sequence) {
        return false;
    }

    @Override
    public long ackFloor() {
        return 0;
    }
}
