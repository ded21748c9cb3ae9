// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import io.natskit.server.s2.S2Decoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one block of messages of nats-server's store, plain or compressed, as it arrives. A record is: its length with a bit for headers, the sequence with bits for what was erased and
 * for deletions, a time, the length of the subject, the subject, the length of the headers and these if there are any, the payload, a checksum: the {@link HighwayHash} of all but the
 * lengths, keyed by the block. A record whose checksum is another refuses the archive. Keeps one record; used by one thread at a time.
 */
final class BlockIntake {
    private static final int HEAD = 22;
    private static final int CHECKSUM = 8;
    private static final int RECORD_MAX = 32 << 20;
    private static final int HEADERS_BIT = 1 << 31;
    private static final long ERASED_BIT = 1L << 63;
    private static final long DELETED_BIT = 1L << 62;
    private static final byte[] COMPRESSED = {'c', 'm', 'p', 1};

    /** Takes the records. */
    interface Records {
        /** A message, in {@code record} from {@code subject} on: subject, headers, payload. */
        void message(
                long sequence, long timeNanos, byte[] record, int subject, int subjectLength, int headers, int end);

        /** A sequence that has no message any more. */
        void gone(long sequence);
    }

    private final Records records;
    private final HighwayHash hash;
    private final long size;
    private long at;
    private final byte[] begin = new byte[COMPRESSED.length];
    private boolean sizeRead;
    private @Nullable S2Decoder compressed;
    private byte[] record = new byte[1024];
    private int filled;

    /** At the beginning of a block of {@code size} bytes, the {@code number}-th of a stream of that name. */
    BlockIntake(Records records, String stream, String number, long size) {
        this.records = records;
        this.hash = HighwayHash.keyedBy(stream + "-" + number);
        this.size = size;
    }

    void feed(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        while (from < end && at < begin.length) {
            begin[(int) at++] = bytes[from++];
            if (at == begin.length) {
                if (Arrays.equals(begin, COMPRESSED) && size > begin.length + CHECKSUM) {
                    compressed = new S2Decoder(this::take);
                } else {
                    take(begin, 0, begin.length);
                }
            }
        }
        S2Decoder decoder = compressed;
        if (decoder == null) {
            at += end - from;
            take(bytes, from, end - from);
            return;
        }
        while (from < end && !sizeRead) { // the length of the content, which shows by itself
            sizeRead = bytes[from++] >= 0;
            at++;
        }
        // the checksum of the last record stands behind what is compressed
        int inside = (int) Math.min(end - from, Math.max(0, size - CHECKSUM - at));
        decoder.feed(bytes, from, inside);
        at += end - from;
        take(bytes, from + inside, end - from - inside);
    }

    /** The block is over. */
    void finish() {
        if (at > 0 && at < begin.length) {
            take(begin, 0, (int) at);
        }
        if (filled > 0) {
            throw new RefusedArchiveException("message block that ends in the middle of a record");
        }
    }

    private void take(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            int wanted = filled < HEAD ? HEAD : length();
            int taken = Math.min(wanted - filled, end - from);
            keep(bytes, from, taken);
            from += taken;
            if (filled == wanted && wanted == HEAD) {
                wanted = length();
            }
            if (filled >= HEAD && filled == wanted) {
                whole();
                filled = 0;
            }
        }
    }

    private ByteBuffer head() {
        return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The length of the record whose head is there. */
    private int length() {
        int length = head().getInt(0) & ~HEADERS_BIT;
        boolean headers = head().getInt(0) < 0;
        int subject = head().getShort(20) & 0xffff;
        if (length > RECORD_MAX || length < HEAD + subject + (headers ? 4 : 0) + CHECKSUM) {
            throw new RefusedArchiveException("message block with a record of " + length + " bytes");
        }
        return length;
    }

    private void keep(byte[] bytes, int offset, int count) {
        if (record.length - filled < count) {
            record = Arrays.copyOf(record, Math.max(filled + count, Math.min(RECORD_MAX, 2 * record.length)));
        }
        System.arraycopy(bytes, offset, record, filled, count);
        filled += count;
    }

    private long checksum() {
        ByteBuffer head = head();
        int afterSubject = HEAD + (head.getShort(20) & 0xffff);
        int content = head.getInt(0) < 0 ? afterSubject + 4 : afterSubject;
        hash.reset();
        hash.update(record, 4, 16);
        hash.update(record, HEAD, afterSubject - HEAD);
        hash.update(record, content, filled - CHECKSUM - content);
        return hash.finish();
    }

    private void whole() {
        ByteBuffer head = head();
        long sequence = head.getLong(4);
        if (checksum() != head.getLong(filled - CHECKSUM)) {
            throw new RefusedArchiveException("message block with a damaged record");
        }
        if ((sequence & (ERASED_BIT | DELETED_BIT)) != 0 || sequence == 0) {
            records.gone(sequence & ~(ERASED_BIT | DELETED_BIT));
            return;
        }
        int subjectLength = head.getShort(20) & 0xffff;
        int afterSubject = HEAD + subjectLength;
        int end = filled - CHECKSUM;
        int headers = 0;
        if (head.getInt(0) < 0) {
            headers = head.getInt(afterSubject);
            if (headers < 0 || headers > end - afterSubject - 4) {
                throw new RefusedArchiveException("message block with headers of " + headers + " bytes");
            }
            // the length of the headers goes, so that headers and payload stand behind the subject
            System.arraycopy(record, afterSubject + 4, record, afterSubject, end - afterSubject - 4);
            end -= 4;
        }
        records.message(sequence, head.getLong(12), record, HEAD, subjectLength, headers, end);
    }
}
