// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

/** Turns keys into the text that buckets know them by, and back (ADR-54). What it throws reaches the caller as {@link CodecException}. See {@link KeyCodecs}. */
public interface KeyCodec<K> {

    /** The text of a key: tokens of letters, digits, {@code - _ / =} with dots between them. */
    String encode(K key);

    /** The key of a text. */
    K decode(String text);

    /** The text of a filter: a key in the caller's words, with {@code *} and {@code >} as tokens of their own, which must stay. Refused unless the codec says otherwise. */
    default String encodeFilter(String filter) {
        throw new UnsupportedOperationException(
                "filter: \"" + filter + "\" (expected: none, with a codec that knows no filters)");
    }

    /** This codec first, then {@code outer} over its text: a chain that is undone in reverse. */
    default KeyCodec<K> then(KeyCodec<String> outer) {
        KeyCodec<K> inner = this;
        return new KeyCodec<>() {
            @Override
            public String encode(K key) {
                return outer.encode(inner.encode(key));
            }

            @Override
            public K decode(String text) {
                return inner.decode(outer.decode(text));
            }

            @Override
            public String encodeFilter(String filter) {
                return outer.encodeFilter(inner.encodeFilter(filter));
            }
        };
    }
}
