// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

/**
 * Turns values into bytes and back (ADR-54). Called on callers' threads and where futures are completed; must not wait. What it throws reaches the caller as
 * {@link CodecException}. See {@link Codecs}.
 */
public interface Codec<V> {

    /** The bytes of a value; the array is not used after the call returned to the user. */
    byte[] encode(V value);

    /** The value of bytes, which belong to the codec. */
    V decode(byte[] bytes);

    /** This codec first, then {@code outer} over its bytes: a chain that is undone in reverse. */
    default Codec<V> then(Codec<byte[]> outer) {
        Codec<V> inner = this;
        return new Codec<>() {
            @Override
            public byte[] encode(V value) {
                return outer.encode(inner.encode(value));
            }

            @Override
            public V decode(byte[] bytes) {
                return inner.decode(outer.decode(bytes));
            }
        };
    }
}
