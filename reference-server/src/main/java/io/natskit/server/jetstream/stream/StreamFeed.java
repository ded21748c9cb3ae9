// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamSourceInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What brings the messages of other streams into a stream: of the one that it mirrors, or of its sources. Called on the stream's loop only.
 */
public interface StreamFeed {
    /** Of a stream that has only its own messages. */
    StreamFeed NONE = new StreamFeed() {
        @Override
        public void start() {}

        @Override
        public void updated(StreamConfig before, StreamConfig after) {}

        @Override
        public void close(boolean deleted) {}

        @Override
        public void keep() {}

        @Override
        public @Nullable StreamSourceInfo mirror() {
            return null;
        }

        @Override
        public List<StreamSourceInfo> sources() {
            return List.of();
        }
    };

    /** The stream is open, and the API answers: it may begin. */
    void start();

    /** The stream has another configuration. */
    void updated(StreamConfig before, StreamConfig after);

    /** Brings in nothing more; {@code deleted}: the stream is no more, and nobody shall keep anything for it. */
    void close(boolean deleted);

    /** The store is closed and safe: the time to keep what the next life needs. May block for the disk. */
    void keep();

    /** How far the mirror has come; null if the stream is none. */
    @Nullable
    StreamSourceInfo mirror();

    /** How far each source has come, in the order of the configuration. */
    List<StreamSourceInfo> sources();
}
