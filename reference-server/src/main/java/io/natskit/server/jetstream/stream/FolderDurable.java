// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.Step;
import io.natskit.server.jetstream.storage.StreamFolder;

/** The folder of a stream as a part of its commits: that it is there, and its configuration. On the stream's loop. */
final class FolderDurable implements Committer.Durable {
    private final StreamFolder folder;

    FolderDurable(StreamFolder folder) {
        this.folder = folder;
    }

    @Override
    public void flush() {
        // what is written there the process cannot lose
    }

    @Override
    public Step prepareSync() {
        return folder.prepareSync();
    }

    /** Makes everything durable. Blocks. */
    void close() {
        Step sync = folder.prepareSync();
        sync.run();
        sync.finish();
    }
}
