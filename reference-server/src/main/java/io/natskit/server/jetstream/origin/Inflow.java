// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.StoreFailedException;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalMessage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What copies of every kind do with a message: take off what was meant for the origin, give it its subject, put it in. On the stream's loop. */
final class Inflow {
    /** What became of a message. */
    enum Outcome {
        /** It is in the stream. */
        STORED,
        /** It is not, for there is one of its id. */
        DUPLICATE,
        /** The stream is full, and takes it later perhaps. */
        FULL,
        /** The stream refuses it. */
        REFUSED
    }

    private static final byte[] EXPECTED = "Nats-Expected-".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BATCH = "Nats-Batch-".getBytes(StandardCharsets.US_ASCII);
    private static final long WARN_NANOS = 10_000_000_000L;

    private final Stream stream;
    private final String kind;
    private final ByteRange payload = new ByteRange();
    private boolean warned;
    private long warnedAt;

    Inflow(Stream stream, String kind) {
        this.stream = stream;
        this.kind = kind;
    }

    /** The headers of a message without what concerned its origin only. */
    static byte[] withoutExpectations(byte[] headers) {
        return headers.length == 0
                ? headers
                : HeaderBlock.withoutPrefix(HeaderBlock.withoutPrefix(headers, EXPECTED), BATCH);
    }

    /** Puts a message in; sequence and time are 0 where the stream gives them. */
    Outcome put(byte[] subject, byte[] headers, LocalMessage message, long sequence, long timestampNanos) {
        payload.set(message.bytes(), message.payload(), message.payloadLength());
        try {
            return stream.copyIn(subject, headers, payload, sequence, timestampNanos)
                    ? Outcome.STORED
                    : Outcome.DUPLICATE;
        } catch (ApiException e) {
            String why = e.error().description();
            if (why.startsWith("maximum ")) {
                return Outcome.FULL;
            }
            warn(why);
            return Outcome.REFUSED;
        } catch (StoreFailedException e) {
            warn(e.getMessage());
            return Outcome.REFUSED;
        }
    }

    private void warn(@Nullable String why) {
        long now = stream.loop().now();
        if (!warned || now - warnedAt > WARN_NANOS) {
            warned = true;
            warnedAt = now;
            stream.host()
                    .warn("Error processing inbound " + kind + " message for '"
                            + stream.account().name() + "' > '" + stream.name() + "': " + why);
        }
    }
}
