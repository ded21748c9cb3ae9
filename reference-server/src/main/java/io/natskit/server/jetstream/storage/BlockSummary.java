// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The index file of a block: what its records say, without payloads and each subject once, so that a start need not read the block. It
 * holds for a block with this salt and up to this length; where it is missing, stale or torn, the block is read instead. Written when a
 * block is full and when it was rewritten. A summary is only made of a block without damage.
 *
 * <pre>
 * 0 magic  4 salt  8 covered length  12 checksum of 16..end  16 number of subjects, subjects, then events:
 *   (length × 8 + op) …   op 1 message: sequence step, subject, flags [, expiry]   2 deleted: first, last   3 state: first, last, time
 *                         op 4 erased: sequence   5 time of the last message
 * </pre>
 */
final class BlockSummary {
    private static final int MAGIC = 0x314d554e;
    private static final int HEAD = 16;
    private static final int MESSAGE = 1;
    private static final int DELETED = 2;
    private static final int STATE = 3;
    private static final int ERASED = 4;
    private static final int STORED = 5;

    private BlockSummary() {}

    /** Reads a block from end to end and writes its summary. Answers false if the block is damaged. Any thread. */
    static boolean write(Disk disk, Block block, Path into, int end) throws IOException {
        Writer writer = new Writer();
        try (DiskFile file = disk.open(block.path)) {
            new BlockScanner(Blocks.contentOf(block, file), block.salt, end).scan(BlockFormat.DATA_START, writer);
        }
        if (writer.damaged) {
            return false;
        }
        ByteSink bytes = writer.finish(block.salt, end);
        Replacement.write(disk, into, file -> file.write(0, bytes.bytes(), 0, bytes.length()));
        return true;
    }

    /** Tells what the block says; answers up to where, 0 if there is no summary that holds. Nothing is told then. */
    static int read(Disk disk, Path path, int salt, long length, BlockEvents events) throws IOException {
        if (!disk.exists(path)) {
            return 0;
        }
        byte[] bytes;
        try (DiskFile file = disk.open(path)) {
            bytes = new byte[(int) Math.min(file.length(), Integer.MAX_VALUE - 16)];
            if (file.read(0, bytes, 0, bytes.length) < bytes.length) {
                return 0;
            }
        }
        return holds(bytes, salt, length) && tell(bytes, null) ? covered(bytes, events) : 0;
    }

    private static int covered(byte[] bytes, BlockEvents events) {
        tell(bytes, events);
        return Bytes.getInt(bytes, 8);
    }

    private static boolean holds(byte[] bytes, int salt, long length) {
        return bytes.length >= HEAD
                && Bytes.getInt(bytes, 0) == MAGIC
                && Bytes.getInt(bytes, 4) == salt
                && Bytes.getInt(bytes, 8) >= BlockFormat.DATA_START
                && Bytes.getInt(bytes, 8) <= length
                && Bytes.getInt(bytes, 12) == Bytes.crc(bytes, HEAD, bytes.length - HEAD);
    }

    /** Tells the events to a listener, or only checks that they can be told. */
    static boolean tell(byte[] bytes, @Nullable BlockEvents events) {
        try {
            ByteSource source = new ByteSource(bytes, HEAD, bytes.length);
            int count = Math.toIntExact(source.number());
            if (count < 0 || count > bytes.length) {
                return false;
            }
            int[] starts = new int[count];
            int[] lengths = new int[count];
            for (int i = 0; i < count; i++) {
                lengths[i] = Math.toIntExact(source.number());
                starts[i] = source.skip(lengths[i]);
            }
            ByteRange subject = new ByteRange();
            long position = BlockFormat.DATA_START;
            long sequence = 0;
            while (source.hasMore()) {
                long head = source.number();
                int length = Math.toIntExact(head >>> 3);
                int op = (int) (head & 7);
                if (op == MESSAGE) {
                    sequence += source.number();
                    int id = Math.toIntExact(source.number());
                    int flags = (int) source.number();
                    long expires = (flags & BlockFormat.WITH_EXPIRY) != 0 ? source.fixedLong() : StoredMessage.NEVER;
                    if (lengths[id] > length - BlockFormat.HEAD) {
                        return false;
                    }
                    subject.set(bytes, starts[id], lengths[id]);
                    if (events != null) {
                        events.message(sequence, subject, Math.toIntExact(position), length, flags, expires);
                    }
                } else if (!tellOther(op, source, events)) {
                    return false;
                }
                position += length;
            }
            return true;
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            return false;
        }
    }

    private static boolean tellOther(int op, ByteSource source, @Nullable BlockEvents events) {
        switch (op) {
            case DELETED -> {
                long first = source.number();
                long last = source.number();
                if (events != null) {
                    events.deleted(first, last);
                }
            }
            case STATE -> {
                long first = source.number();
                long last = source.number();
                long time = source.fixedLong();
                if (events != null) {
                    events.state(first, last, time);
                }
            }
            case ERASED -> {
                long erased = source.number();
                if (events != null) {
                    events.erased(erased);
                }
            }
            case STORED -> {
                long time = source.fixedLong();
                if (events != null) {
                    events.stored(time);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static final class Writer implements BlockEvents {
        private final Map<Name, Integer> names = new HashMap<>();
        private final Name probe = new Name(new byte[0]);
        private final ByteSink subjects = new ByteSink();
        private final ByteSink told = new ByteSink();
        private int position = BlockFormat.DATA_START;
        private long lastSequence;
        private long lastTime;
        boolean damaged;

        @Override
        public void message(long sequence, ByteRange subject, int at, int length, int flags, long expiresNanos) {
            // records of other kinds lie between; their lengths are told with the time
            if (at != position) {
                time(at - position);
            }
            told.number((long) length << 3 | MESSAGE);
            told.number(sequence - lastSequence);
            told.number(id(subject));
            told.number(flags);
            if ((flags & BlockFormat.WITH_EXPIRY) != 0) {
                told.fixedLong(expiresNanos);
            }
            lastSequence = sequence;
            position = at + length;
        }

        private int id(ByteRange subject) {
            probe.set(subject.array(), subject.offset(), subject.length());
            Integer known = names.get(probe);
            if (known != null) {
                return known;
            }
            byte[] bytes = subject.toBytes();
            int id = names.size();
            names.put(new Name(bytes), id);
            subjects.number(bytes.length);
            subjects.range(bytes, 0, bytes.length);
            return id;
        }

        private void time(int length) {
            told.number((long) length << 3 | STORED);
            told.fixedLong(lastTime);
        }

        @Override
        public void deleted(long first, long last) {
            told.number(DELETED);
            told.number(first);
            told.number(last);
        }

        @Override
        public void state(long first, long last, long lastTimestampNanos) {
            told.number(STATE);
            told.number(first);
            told.number(last);
            told.fixedLong(lastTimestampNanos);
            lastTime = lastTimestampNanos == 0 ? lastTime : lastTimestampNanos;
        }

        @Override
        public void erased(long sequence) {
            told.number(ERASED);
            told.number(sequence);
        }

        @Override
        public void stored(long timestampNanos) {
            lastTime = timestampNanos;
        }

        @Override
        public void damagedMessage(long sequence, int length, int flags, int at) {
            damaged = true;
        }

        @Override
        public void damagedBytes(int at, int length) {
            damaged = true;
        }

        ByteSink finish(int salt, int end) {
            time(0);
            ByteSink all = new ByteSink();
            all.fixedInt(MAGIC);
            all.fixedInt(salt);
            all.fixedInt(end);
            all.fixedInt(0);
            all.number(names.size());
            all.range(subjects.bytes(), 0, subjects.length());
            all.range(told.bytes(), 0, told.length());
            Bytes.putInt(all.bytes(), 12, Bytes.crc(all.bytes(), HEAD, all.length() - HEAD));
            return all;
        }
    }

    // a subject as a key; the probe is pointed at others
    private static final class Name {
        private byte[] bytes;
        private int offset;
        private int length;
        private int hash;

        Name(byte[] bytes) {
            this.bytes = bytes;
            set(bytes, 0, bytes.length);
        }

        private void set(byte[] newBytes, int newOffset, int newLength) {
            bytes = newBytes;
            offset = newOffset;
            length = newLength;
            int h = 1;
            for (int i = newOffset; i < newOffset + newLength; i++) {
                h = h * 31 + newBytes[i];
            }
            hash = h;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Name that
                    && Arrays.equals(
                            bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
