// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.client.internal.service.TextCodec;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Turns values into payloads and back: the place for JSON, protocol buffers and the like. Used by many threads. */
public interface ServiceCodec {

    /** Bytes as they are ({@code byte[]}); {@code String}, {@code boolean} and numbers as text in UTF-8; {@code void} as nothing. */
    static ServiceCodec text() {
        return TextCodec.INSTANCE;
    }

    /** Whether it knows values of this type; asked once for each method. */
    boolean knows(Type type);

    /** The payload for a value of that type; null stands for a missing one. */
    byte[] encode(@Nullable Object value, Type type);

    /** The value of that type in a payload; throws an {@link IllegalArgumentException} when there is none. */
    @Nullable
    Object decode(byte[] payload, Type type);
}
