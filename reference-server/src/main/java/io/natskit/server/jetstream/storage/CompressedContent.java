// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The bytes of a block whose file holds them in frames of 64 KiB, deflated at the fastest level. Positions are those of the plain bytes.
 * A frame is {@code [checksum of 4..16][checksum of the data][length of the data][length of the plain bytes] data}; a single flipped bit in
 * it is put right, since it would take many records with it. Keeps the frame that was read last. One thread.
 */
final class CompressedContent implements BlockContent {
    private static final int FRAME_HEAD = 16;
    private static final int FRAME = 64 << 10;

    private final DiskFile file;
    private long[] plainStarts = new long[16];
    private long[] dataStarts = new long[16];
    private int[] dataLengths = new int[16];
    private int frames;
    private long plainEnd = BlockFormat.DATA_START;

    private final byte[] plain = new byte[FRAME];
    private int current = -1;
    private int currentLength;

    CompressedContent(DiskFile file) throws IOException {
        this.file = file;
        long at = BlockFormat.DATA_START;
        byte[] head = new byte[FRAME_HEAD];
        while (file.read(at, head, 0, FRAME_HEAD) == FRAME_HEAD) {
            if (!BitRepair.repair(head, 4, FRAME_HEAD - 4, Bytes.getInt(head, 0))) {
                break;
            }
            int length = Bytes.getInt(head, 8);
            int plainLength = Bytes.getInt(head, 12);
            if (length <= 0 || plainLength <= 0 || plainLength > FRAME || plainEnd > Integer.MAX_VALUE / 2) {
                break;
            }
            addFrame(at, length, plainLength);
            at += FRAME_HEAD + length;
        }
    }

    private void addFrame(long at, int length, int plainLength) {
        if (frames == plainStarts.length) {
            plainStarts = Arrays.copyOf(plainStarts, frames * 2);
            dataStarts = Arrays.copyOf(dataStarts, frames * 2);
            dataLengths = Arrays.copyOf(dataLengths, frames * 2);
        }
        plainStarts[frames] = plainEnd;
        dataStarts[frames] = at;
        dataLengths[frames++] = length;
        plainEnd += plainLength;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        int done = 0;
        while (done < length && position + done < plainEnd) {
            long at = position + done;
            int frame = Arrays.binarySearch(plainStarts, 0, frames, at);
            load(frame >= 0 ? frame : -frame - 2);
            int within = (int) (at - plainStarts[current]);
            int part = Math.min(length - done, currentLength - within);
            System.arraycopy(plain, within, into, offset + done, part);
            done += part;
        }
        return done;
    }

    @Override
    public long length() {
        return plainEnd;
    }

    private void load(int frame) throws IOException {
        if (frame == current) {
            return;
        }
        currentLength = (int) ((frame + 1 < frames ? plainStarts[frame + 1] : plainEnd) - plainStarts[frame]);
        current = frame;
        byte[] data = new byte[FRAME_HEAD + dataLengths[frame]];
        boolean whole = file.read(dataStarts[frame], data, 0, data.length) == data.length;
        BitRepair.repair(data, 4, FRAME_HEAD - 4, Bytes.getInt(data, 0));
        if (!whole || !BitRepair.repair(data, FRAME_HEAD, dataLengths[frame], Bytes.getInt(data, 4))) {
            // zeros are no record: the records of this frame are told as damaged, one by one
            Arrays.fill(plain, (byte) 0);
            return;
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(data, FRAME_HEAD, dataLengths[frame]);
            int filled = 0;
            while (filled < currentLength) {
                int more = inflater.inflate(plain, filled, currentLength - filled);
                if (more == 0) {
                    Arrays.fill(plain, filled, currentLength, (byte) 0);
                    return;
                }
                filled += more;
            }
        } catch (DataFormatException e) {
            Arrays.fill(plain, (byte) 0);
        } finally {
            inflater.end();
        }
    }

    /** Writes plain bytes as frames; answers where they end in the file. */
    static long write(DiskFile file, byte[] bytes, int from, int to) throws IOException {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            byte[] frame = new byte[FRAME_HEAD + FRAME + FRAME / 8 + 64];
            long at = BlockFormat.DATA_START;
            for (int start = from; start < to; start += FRAME) {
                int plainLength = Math.min(FRAME, to - start);
                deflater.reset();
                deflater.setInput(bytes, start, plainLength);
                deflater.finish();
                int length = 0;
                while (!deflater.finished()) {
                    length += deflater.deflate(frame, FRAME_HEAD + length, frame.length - FRAME_HEAD - length);
                }
                Bytes.putInt(frame, 4, Bytes.crc(frame, FRAME_HEAD, length));
                Bytes.putInt(frame, 8, length);
                Bytes.putInt(frame, 12, plainLength);
                Bytes.putInt(frame, 0, Bytes.crc(frame, 4, FRAME_HEAD - 4));
                file.write(at, frame, 0, FRAME_HEAD + length);
                at += FRAME_HEAD + length;
            }
            return at;
        } finally {
            deflater.end();
        }
    }
}
