// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message that a client publishes, on its way to its subject.
 *
 * @param subject where it goes, mappings included
 * @param mappedFrom where the client sent it, if mappings changed that
 * @param flags the flags of its PUBLISH
 * @param bytes what, within {@code offset} and {@code length}
 */
record Outgoing(byte[] subject, byte @Nullable [] mappedFrom, int flags, byte[] bytes, int offset, int length) {
    int qos() {
        return PublishPacket.qos(flags);
    }

    boolean isRetained() {
        return (flags & PublishPacket.RETAIN) != 0;
    }

    int size() {
        return subject.length + length + (mappedFrom == null ? 0 : mappedFrom.length);
    }

    /** The same with an array of its own. */
    Outgoing kept() {
        return new Outgoing(subject, mappedFrom, flags, payload(), 0, length);
    }

    /** The payload alone. */
    byte[] payload() {
        return offset == 0 && length == bytes.length ? bytes : Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
