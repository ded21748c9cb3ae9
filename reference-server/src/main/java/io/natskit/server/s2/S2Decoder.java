// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.s2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes a stream of S2 or framed Snappy that arrives in pieces of any size, and passes on each content when its checksum holds. Keeps one
 * chunk and one content: never more than about 9 MiB, and no more than has arrived of a chunk that claims to be large. How much content
 * comes out in all is for the output to bound. Confined to one thread; unusable after a {@link S2Exception}.
 */
public final class S2Decoder {
    private static final byte[] SNAPPY = "sNaPpY".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] S2 = "S2sTwO".getBytes(StandardCharsets.US_ASCII);
    private static final int COMPRESSED = 0x00;
    private static final int PLAIN = 0x01;
    private static final int IDENTIFIER = 0xff;
    private static final int SKIPPABLE_FROM = 0x80;
    private static final int HEAD = 4;
    private static final int CHECKSUM = 4;
    private static final int SNAPPY_CONTENT_MAX = 1 << 16;

    private final S2Output output;
    private final byte[] head = new byte[HEAD];
    private int headFilled;
    private byte[] chunk = new byte[1024];
    private int chunkFilled;
    private int chunkLength;
    private byte[] content = new byte[0];
    private int contentMax; // 0 before the first identifier

    /** A decoder at the beginning of a stream. */
    public S2Decoder(S2Output output) {
        this.output = output;
    }

    /** Takes the next bytes of the stream. */
    public void feed(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (headFilled < HEAD) {
                head[headFilled++] = bytes[at++];
                if (headFilled == HEAD) {
                    begin();
                }
            } else {
                int taken = Math.min(chunkLength - chunkFilled, end - at);
                if (isSkipped()) {
                    chunkFilled += taken;
                } else {
                    keep(bytes, at, taken);
                }
                at += taken;
            }
            if (headFilled == HEAD && chunkFilled == chunkLength) {
                complete();
            }
        }
    }

    /** The stream is over: throws {@link S2Exception} if that is in the middle of a chunk. Nothing at all is an empty stream. */
    public void finish() {
        if (headFilled != 0) {
            throw new S2Exception("stream ends in the middle of a chunk");
        }
    }

    private int type() {
        return head[0] & 0xff;
    }

    private boolean isSkipped() {
        return type() >= SKIPPABLE_FROM && type() != IDENTIFIER;
    }

    private void begin() {
        chunkFilled = 0;
        chunkLength = head[1] & 0xff | (head[2] & 0xff) << 8 | (head[3] & 0xff) << 16;
        int type = type();
        if (type == IDENTIFIER) {
            require(chunkLength == S2.length, "identifier of " + chunkLength + " bytes (expected: 6)");
            return;
        }
        require(contentMax > 0, "chunk of type " + type + " at the beginning (expected: an identifier)");
        if (type == COMPRESSED || type == PLAIN) {
            int max = CHECKSUM + (type == PLAIN ? contentMax : S2Block.lengthMax(contentMax));
            require(
                    chunkLength >= CHECKSUM && chunkLength <= max,
                    "chunk of " + chunkLength + " bytes (expected: 4 to " + max + ")");
        } else {
            require(type >= SKIPPABLE_FROM, "chunk of type " + type + " (expected: a known or a skippable one)");
        }
    }

    private void keep(byte[] bytes, int at, int count) {
        if (chunk.length - chunkFilled < count) {
            chunk = Arrays.copyOf(chunk, Math.min(chunkLength, Math.max(chunk.length * 2, chunkFilled + count)));
        }
        System.arraycopy(bytes, at, chunk, chunkFilled, count);
        chunkFilled += count;
    }

    private void complete() {
        headFilled = 0;
        switch (type()) {
            case IDENTIFIER -> {
                boolean s2 = Arrays.equals(chunk, 0, S2.length, S2, 0, S2.length);
                require(s2 || Arrays.equals(chunk, 0, S2.length, SNAPPY, 0, S2.length), "another identifier");
                contentMax = s2 ? S2Block.CONTENT_MAX : SNAPPY_CONTENT_MAX;
            }
            case COMPRESSED -> {
                int length = S2Block.contentLength(chunk, CHECKSUM, chunkLength - CHECKSUM, contentMax);
                if (content.length < length) {
                    content = new byte[length];
                }
                S2Block.decode(chunk, CHECKSUM, chunkLength - CHECKSUM, content, 0);
                pass(content, 0, length);
            }
            case PLAIN -> pass(chunk, CHECKSUM, chunkLength - CHECKSUM);
            default -> {
                // padding, an index, or something for others
            }
        }
        chunkFilled = 0;
        chunkLength = 0;
    }

    private void pass(byte[] from, int offset, int length) {
        int claimed = chunk[0] & 0xff | (chunk[1] & 0xff) << 8 | (chunk[2] & 0xff) << 16 | chunk[3] << 24;
        require(claimed == S2Checksum.of(from, offset, length), "a checksum that does not hold");
        if (length > 0) {
            output.bytes(from, offset, length);
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new S2Exception("stream with " + problem);
        }
    }
}
