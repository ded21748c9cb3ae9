// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import io.natskit.server.archive.ArchiveEntry;
import io.natskit.server.archive.ArchiveReader;
import io.natskit.server.archive.TarReader;
import io.natskit.server.s2.S2Decoder;
import io.natskit.wire.jetstream.StreamState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a compressed archive, of version 2 or of version 1 ({@link FilesIntake}), as it arrives, and hands its parts to a {@link RestoreTarget}. Keeps what the decoders keep and one entry: of a message what the target
 * announced to take, of anything else at most {@value #DOCUMENT_MAX} bytes. Throws {@link RefusedArchiveException}, or what the decoders throw, and is then unusable. Used by one
 * thread at a time.
 */
final class ArchiveIntake {
    /** The largest state or consumer in an archive. */
    static final int DOCUMENT_MAX = 16 << 20;

    private static final byte[] VERSION_2 = "NATSARC1".getBytes(StandardCharsets.US_ASCII);
    private static final long CONTENT_MAX = Integer.MAX_VALUE - 64;

    private enum Part {
        STATE,
        CONSUMERS,
        MESSAGES,
        END
    }

    private final RestoreTarget target;
    private final S2Decoder compressed;
    private final ArchiveReader archive;
    private final FilesIntake files;
    private final TarReader tar;
    private final byte[] begin = new byte[VERSION_2.length];
    private int beginFilled;
    private boolean isTar;

    private Part part = Part.STATE;
    private long consumersLeft;
    private long lastSequence;
    private @Nullable ArchiveEntry entry;
    private byte[] content = new byte[1024];
    private int filled;

    ArchiveIntake(RestoreTarget target) {
        this.target = target;
        this.archive = new ArchiveReader(new Entries(), CONTENT_MAX);
        this.files = new FilesIntake(target);
        this.tar = new TarReader(files, Long.MAX_VALUE / 2);
        this.compressed = new S2Decoder(this::take);
    }

    /** The first bytes say which version it is. */
    private void take(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        while (from < end && beginFilled < begin.length) {
            begin[beginFilled++] = bytes[from++];
            if (beginFilled == begin.length) {
                isTar = !Arrays.equals(begin, VERSION_2);
                pass(begin, 0, begin.length);
            }
        }
        pass(bytes, from, end - from);
    }

    private void pass(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        if (isTar) {
            tar.feed(bytes, offset, length);
        } else {
            archive.feed(bytes, offset, length);
        }
    }

    /** Takes the next bytes. What follows the end is refused. */
    void feed(byte[] bytes, int offset, int length) {
        compressed.feed(bytes, offset, length);
    }

    /** Nothing more comes: refuses an archive that was cut. */
    void finish() {
        compressed.finish();
        if (isTar) {
            tar.finish();
            files.finish();
            return;
        }
        if (part == Part.STATE) {
            throw new RefusedArchiveException("EOF");
        }
        if (part != Part.END) {
            throw new RefusedArchiveException("backup was truncated");
        }
    }

    private final class Entries implements ArchiveReader.Entries {
        @Override
        public void begin(ArchiveEntry begun) {
            entry = begun;
            filled = 0;
            if (part == Part.MESSAGES) {
                beginMessage(begun);
            } else {
                beginDocument(begun);
            }
        }

        @Override
        public void content(byte[] from, int offset, int length) {
            if (content.length - filled < length) {
                content = Arrays.copyOf(
                        content, Math.max(filled + length, (int) Math.min(2L * content.length, DOCUMENT_MAX)));
            }
            System.arraycopy(from, offset, content, filled, length);
            filled += length;
        }

        @Override
        public void end() {
            ArchiveEntry whole = entry;
            if (whole == null) {
                return;
            }
            switch (part) {
                case STATE -> state();
                case CONSUMERS -> consumer(whole);
                case MESSAGES -> message(whole);
                case END -> target.end();
            }
        }
    }

    private void beginDocument(ArchiveEntry begun) {
        boolean expected = part == Part.STATE
                ? begun.name().equals("state.json")
                : begun.name().startsWith(CONSUMERS);
        if (!expected) {
            // a name from outside is told by its length alone
            throw new RefusedArchiveException(
                    part == Part.STATE
                            ? "expected state.json first"
                            : "expected consumer, found a name of "
                                    + begun.name().length() + " characters");
        }
        if (begun.headersLength() > DOCUMENT_MAX - begun.payloadLength()) {
            throw new RefusedArchiveException("an entry above " + DOCUMENT_MAX + " bytes");
        }
    }

    private static final String CONSUMERS = "consumers/";

    private void beginMessage(ArchiveEntry begun) {
        if (begun.isEnd()) {
            part = Part.END;
            return;
        }
        long sequence = begun.sequence();
        if (sequence == 0) {
            throw new RefusedArchiveException("expected message sequence");
        }
        target.announce(sequence, begun.headersLength(), begun.payloadLength());
        if (sequence <= lastSequence) {
            throw new RefusedArchiveException("message sequence " + Long.toUnsignedString(sequence) + " out of order");
        }
        lastSequence = sequence;
    }

    private void state() {
        StreamState state = StreamState.ofJson(Arrays.copyOf(content, filled));
        String problem = problem(state);
        if (problem != null) {
            throw new RefusedArchiveException("invalid stream state: " + problem);
        }
        consumersLeft = state.consumerCount();
        lastSequence = Math.max(0, state.firstSequence() - 1);
        target.state(state);
        part = consumersLeft > 0 ? Part.CONSUMERS : Part.MESSAGES;
    }

    private void consumer(ArchiveEntry whole) {
        String name = whole.name().substring(CONSUMERS.length());
        target.consumer(name, ConsumerEntry.read(content, filled, name), null);
        part = --consumersLeft > 0 ? Part.CONSUMERS : Part.MESSAGES;
    }

    private void message(ArchiveEntry whole) {
        target.message(
                whole.nameBytes(), whole.sequence(), whole.timeNanos(), content, (int) whole.headersLength(), filled);
    }

    /** Why there can be no such state, or null. */
    private static @Nullable String problem(StreamState state) {
        if (state.consumerCount() < 0) {
            return "negative consumer count";
        }
        long first = state.firstSequence();
        long last = state.lastSequence();
        long messages = state.messages();
        // the highest sequence is left to nobody: the next message needs one
        if (first < 0 || last < 0 || messages < 0 || state.bytes() < 0 || last == Long.MAX_VALUE) {
            return "a number above 63 bits";
        }
        boolean empty = first == 0 || first > last;
        boolean sane = empty ? (first == 0 ? last == 0 : first - 1 == last) && messages == 0 : true;
        if (!sane) {
            return "inconsistent message count or sequence range";
        }
        return !empty && messages > last - first + 1 ? "message count exceeds sequence range" : null;
    }
}
