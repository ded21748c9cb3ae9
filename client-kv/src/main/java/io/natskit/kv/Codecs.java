// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;

/** Codecs for values. */
public final class Codecs {
    private Codecs() {}

    /** Bytes as they are. */
    public static Codec<byte[]> bytes() {
        return of(Function.identity(), Function.identity());
    }

    /** Text in UTF-8. */
    public static Codec<String> text() {
        return of(text -> text.getBytes(StandardCharsets.UTF_8), bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Whole numbers as decimal text, as other clients write them. */
    public static Codec<Long> number() {
        return of(
                number -> Long.toString(number).getBytes(StandardCharsets.US_ASCII),
                bytes -> Long.parseLong(new String(bytes, StandardCharsets.US_ASCII)));
    }

    /** Bytes in base64, for URLs, with padding. */
    public static Codec<byte[]> base64() {
        return of(Base64.getUrlEncoder()::encode, Base64.getUrlDecoder()::decode);
    }

    /** A codec of two functions, such as a JSON library's. */
    public static <V> Codec<V> of(Function<? super V, byte[]> encode, Function<byte[], ? extends V> decode) {
        return new Codec<>() {
            @Override
            public byte[] encode(V value) {
                return encode.apply(value);
            }

            @Override
            public V decode(byte[] bytes) {
                return decode.apply(bytes);
            }
        };
    }
}
