// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;

/** Reads past the API (DG-01 to DG-03). Confined to the stream's loop. */
final class DirectGets implements LocalInbox.Handler {
    private final Stream stream;

    DirectGets(Stream stream) {
        this.stream = stream;
    }

    @Override
    public void received(LocalMessage message) {}
}
