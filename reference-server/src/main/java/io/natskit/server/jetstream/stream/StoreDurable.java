// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.Step;

/** A store as something that is made durable. */
record StoreDurable(MessageStore store) implements Committer.Durable {
    @Override
    public void flush() {
        store.flush();
    }

    @Override
    public Step prepareSync() {
        return store.prepareSync();
    }
}
