// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.wire.jetstream.JetStreamError;

/** What this server cannot do yet, refused by name: a backup that never comes would be worse. Pure. */
final class NotYet {
    private NotYet() {}

    static void snapshot(ApiRequest request) {
        request.refuse(JetStreamError.STREAM_SNAPSHOT.with("backups are not in this server yet"));
    }

    static void restore(ApiRequest request) {
        request.refuse(JetStreamError.STREAM_RESTORE.with("backups are not in this server yet"));
    }
}
