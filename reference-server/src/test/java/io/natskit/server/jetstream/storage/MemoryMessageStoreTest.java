// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryMessageStoreTest extends MessageStoreContract {
    @Override
    MessageStore create() {
        return new MemoryMessageStore();
    }

    @Override
    MessageStore restart(MessageStore store) {
        return store;
    }

    @Test
    void sizes_are_counted_as_nats_server_counts_them() {
        assertThat(create().sizeOf(3, 12, 5)).isEqualTo(36);
    }

    @Test
    void what_is_left_of_many_messages_moves_together_and_is_still_what_it_was() {
        MessageStore store = create();
        String payload = "x".repeat(900);
        for (int i = 1; i <= 5_000; i++) {
            append(store, "s." + i % 7, payload + i);
        }
        for (int i = 1; i <= 5_000; i++) {
            if (i % 50 != 0) {
                store.remove(i, i % 3 == 0, Removals.IGNORED);
            }
        }
        StoredMessage read = new StoredMessage();
        for (int i = 50; i <= 5_000; i += 50) {
            assertThat(store.read(i, read)).isTrue();
            assertThat(read.payload()).hasToString(payload + i);
        }
    }
}
