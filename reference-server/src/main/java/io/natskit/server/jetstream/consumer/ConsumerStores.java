// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ConsumerStore;
import io.natskit.wire.jetstream.ConsumerConfig;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the consumers of one stream are kept. Called on the stream's loop; what was asked for is done in the order of the calls, and the outcome is told
 * on that loop, perhaps before the call returns.
 */
public interface ConsumerStores {
    /** Nothing outlives the server. */
    ConsumerStores MEMORY = new ConsumerStores() {
        @Override
        public void create(Kept consumer, Consumer<@Nullable ConsumerStore> made, Consumer<RuntimeException> failed) {
            made.accept(null);
        }

        @Override
        public void change(Kept consumer, Consumer<@Nullable RuntimeException> done) {
            done.accept(null);
        }

        @Override
        public void delete(String name, Consumer<@Nullable RuntimeException> done) {
            done.accept(null);
        }
    };

    /**
     * What is kept of a consumer besides its state.
     *
     * @param name its name
     * @param config its configuration
     * @param created when it was made
     */
    record Kept(String name, ConsumerConfig config, Instant created) {}

    /** Makes room for a new consumer: {@code made} gets the store of its state, null if that is kept nowhere. */
    void create(Kept consumer, Consumer<@Nullable ConsumerStore> made, Consumer<RuntimeException> failed);

    /** The configuration of a consumer is another. */
    void change(Kept consumer, Consumer<@Nullable RuntimeException> done);

    /** A consumer is gone; its store is closed. */
    void delete(String name, Consumer<@Nullable RuntimeException> done);
}
