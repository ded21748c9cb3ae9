// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StreamConfig;

/** What this server cannot do yet, refused by name: a mirror that copies nothing, or a backup that never comes, would be worse. Pure. */
final class NotYet {
    private NotYet() {}

    static void snapshot(ApiRequest request) {
        request.refuse(JetStreamError.STREAM_SNAPSHOT.with("backups are not in this server yet"));
    }

    static void restore(ApiRequest request) {
        request.refuse(JetStreamError.STREAM_RESTORE.with("backups are not in this server yet"));
    }

    /** Refuses a configuration that was checked, if it copies from other streams. */
    static void refuseOrigins(StreamConfig config) {
        if (config.mirror().isPresent() || !config.sources().isEmpty()) {
            throw new ApiException(JetStreamError.STREAM_INVALID_CONFIG.with(
                    "mirrors and sources are not in this server yet (expected: a stream without)"));
        }
    }
}
