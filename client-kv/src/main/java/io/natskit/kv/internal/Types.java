// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.kv.Codec;
import io.natskit.kv.CodecException;
import io.natskit.kv.KeyCodec;
import java.util.Collection;
import java.util.List;

/**
 * A bucket's types: its codecs, with their failures made ours and their results checked.
 *
 * @param keys turns keys into text
 * @param values turns values into bytes
 */
record Types<K, V>(KeyCodec<K> keys, Codec<V> values) {

    String key(K key) {
        String text;
        try {
            text = keys.encode(key);
        } catch (RuntimeException e) {
            throw new CodecException("key: no text could be made of it: " + e.getMessage(), e);
        }
        return Names.key(text);
    }

    K key(String text) {
        try {
            return keys.decode(text);
        } catch (RuntimeException e) {
            throw new CodecException("key: \"" + text + "\" could not be read: " + e.getMessage(), e);
        }
    }

    byte[] value(V value) {
        try {
            return values.encode(value);
        } catch (RuntimeException e) {
            throw new CodecException("value: no bytes could be made of it: " + e.getMessage(), e);
        }
    }

    V value(String key, long revision, byte[] bytes) {
        try {
            return values.decode(bytes);
        } catch (RuntimeException e) {
            throw new CodecException(
                    "value of key \"" + key + "\", revision " + revision + ", " + bytes.length
                            + " bytes, could not be read: " + e.getMessage(),
                    e);
        }
    }

    /** Filters as the bucket knows them; none stay none. */
    List<String> filters(Collection<String> filters) {
        return filters.stream()
                .map(filter -> {
                    if (filter.isEmpty() || filter.equals(">")) {
                        return ">";
                    }
                    try {
                        return Names.filter(keys.encodeFilter(filter));
                    } catch (UnsupportedOperationException | IllegalArgumentException e) {
                        throw e;
                    } catch (RuntimeException e) {
                        throw new CodecException("filter: \"" + filter + "\": " + e.getMessage(), e);
                    }
                })
                .toList();
    }
}
