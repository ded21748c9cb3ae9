// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ConsumerStore;
import io.natskit.wire.jetstream.ConsumerConfig;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the consumers of one stream are kept. Called on the stream's loop; the outcome is told on that loop, perhaps before the call returns: once
 * what was asked for is as safe as the stream promises.
 */
public interface ConsumerStores {
    /** Nothing outlives the server. */
    ConsumerStores MEMORY = new ConsumerStores() {
        @Override
        public @Nullable ConsumerStore place(Kept consumer) {
            return null;
        }

        @Override
        public void create(Kept consumer, @Nullable ConsumerStore store, Consumer<@Nullable RuntimeException> done) {
            done.accept(null);
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

    /** Where the state of a new consumer will be; null if that is kept nowhere. Nothing is written yet. */
    @Nullable
    ConsumerStore place(Kept consumer);

    /** A consumer is there from now on, with the store that its {@linkplain #place place} is, and begins where that was told. */
    void create(Kept consumer, @Nullable ConsumerStore store, Consumer<@Nullable RuntimeException> done);

    /** The configuration of a consumer is another. */
    void change(Kept consumer, Consumer<@Nullable RuntimeException> done);

    /** A consumer is gone; its store is closed before the loop's turn is over, or with the sync that is under way. */
    void delete(String name, Consumer<@Nullable RuntimeException> done);
}
