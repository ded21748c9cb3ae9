// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.s2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** What must hold for any bytes: they decode or are refused, in pieces as in one; and whatever is encoded decodes to itself. */
final class S2Target {
    private static final int OUTPUT_MAX = 1 << 24;

    private S2Target() {}

    static void check(byte[] input) {
        byte[] whole = decoded(input, input.length);
        assertThat(decoded(input, 7)).isEqualTo(whole);
        try {
            S2Block.decode(input, 0, input.length, 1 << 20);
        } catch (S2Exception refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
        assertThat(decoded(encoded(input), 1000)).isEqualTo(input);
        byte[] block = new byte[S2Block.lengthMax(input.length)];
        int end = S2Block.encode(input, 0, input.length, block, 0);
        assertThat(S2Block.decode(block, 0, end, input.length)).isEqualTo(input);
    }

    /** Null if it is refused. */
    static byte @Nullable [] decoded(byte[] input, int piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        S2Decoder decoder = new S2Decoder((from, offset, length) -> {
            out.write(from, offset, length);
            if (out.size() > OUTPUT_MAX) {
                throw new S2Exception("too much");
            }
        });
        try {
            for (int i = 0; i < input.length; i += piece) {
                decoder.feed(input, i, Math.min(piece, input.length - i));
            }
            decoder.finish();
            return out.toByteArray();
        } catch (S2Exception refused) {
            return null;
        }
    }

    static byte[] encoded(byte[] input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        S2Encoder encoder = new S2Encoder(out::write);
        encoder.write(input, 0, input.length);
        encoder.finish();
        return out.toByteArray();
    }
}
