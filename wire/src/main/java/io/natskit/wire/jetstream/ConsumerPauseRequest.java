// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to stop deliveries for a while (row JA-19).
 *
 * @param pauseUntil until when; null to go on at once
 */
public record ConsumerPauseRequest(@Nullable Instant pauseUntil) {
    /** Reads as a server does; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. No body means to go on. */
    public static ConsumerPauseRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.JSApiConsumerPauseRequest");
        Instant until = null;
        while (in.next()) {
            if (in.name().equals("pause_until")) {
                until = in.instant(until);
            } else {
                in.unknown();
            }
        }
        return new ConsumerPauseRequest(until);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        return new JsonWriter().time("pause_until", pauseUntil).toBytes();
    }
}
