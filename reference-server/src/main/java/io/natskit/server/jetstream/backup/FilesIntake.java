// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import io.natskit.server.archive.TarReader;
import io.natskit.wire.jetstream.StreamState;
import io.natskit.wire.json.GoTime;
import io.natskit.wire.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive of version 1, the files of nats-server's store before 2.15, as it arrives: {@code meta.inf}, {@code msgs/N.blk}, {@code msgs/index.db},
 * {@code obs/NAME/meta.inf}, {@code obs/NAME/o.dat}. Names mean these files and nothing else: nothing is written under them. Used by one thread at a time.
 */
final class FilesIntake implements TarReader.Files, BlockIntake.Records {
    private static final int INDEX_HEAD = 128;
    private static final String BLOCKS = "msgs/";
    private static final String BLOCK_END = ".blk";
    private static final String CONSUMERS = "obs/";

    private final RestoreTarget target;
    private String name = "";
    private byte[] content = new byte[1024];
    private int filled;
    private @Nullable BlockIntake block;
    private boolean begun;
    private String stream = "";
    private long first;
    private long last;
    private long lastNanos;
    private @Nullable String consumer;
    private byte[] consumerConfig = {};

    FilesIntake(RestoreTarget target) {
        this.target = target;
    }

    @Override
    public void begin(String file, long size) {
        name = file;
        filled = 0;
        if (!begun && !file.equals("meta.inf")) {
            throw new RefusedArchiveException("expected meta.inf first");
        }
        block = isBlock() ? new BlockIntake(this, stream, between(BLOCKS, BLOCK_END), size) : null;
        if (file.equals("errors.txt")) {
            throw new RefusedArchiveException("the backup failed when it was made, as its errors.txt says");
        }
        if (block == null && !file.equals("msgs/index.db") && size > ArchiveIntake.DOCUMENT_MAX) {
            throw new RefusedArchiveException("a file above " + ArchiveIntake.DOCUMENT_MAX + " bytes");
        }
    }

    private boolean isBlock() {
        return name.startsWith(BLOCKS) && name.endsWith(BLOCK_END);
    }

    @Override
    public void content(byte[] from, int offset, int length) {
        BlockIntake open = block;
        if (open != null) {
            open.feed(from, offset, length);
            return;
        }
        int wanted = name.equals("msgs/index.db") ? Math.min(length, INDEX_HEAD - filled) : length;
        if (content.length - filled < wanted) {
            content = Arrays.copyOf(content, Math.max(filled + wanted, 2 * content.length));
        }
        System.arraycopy(from, offset, content, filled, wanted);
        filled += wanted;
    }

    @Override
    public void end() {
        BlockIntake open = block;
        if (open != null) {
            open.finish();
        } else if (name.equals("meta.inf")) {
            stream();
        } else if (name.equals("msgs/index.db")) {
            index();
        } else if (name.startsWith(CONSUMERS) && name.endsWith("/meta.inf")) {
            consumerDone(new byte[0]);
            consumer = between(CONSUMERS, "/meta.inf");
            consumerConfig = Arrays.copyOf(content, filled);
        } else if (name.startsWith(CONSUMERS) && name.endsWith("/o.dat")) {
            if (!between(CONSUMERS, "/o.dat").equals(consumer)) {
                throw new RefusedArchiveException("a consumer's state without its configuration");
            }
            consumerDone(Arrays.copyOf(content, filled));
        }
    }

    private String between(String beginning, String end) {
        return name.substring(beginning.length(), Math.max(beginning.length(), name.length() - end.length()));
    }

    private void stream() {
        if (begun) {
            throw new RefusedArchiveException("meta.inf twice");
        }
        JsonObject json = JsonObject.parse(content, 0, filled);
        String named = json.string("name");
        begun = true;
        stream = named == null ? "" : named;
        target.named(stream, created(json));
        target.state(StreamState.builder().build());
    }

    /** When a stream or a consumer was made, as its file tells; null if it does not. */
    private static @Nullable Instant created(JsonObject json) {
        String text = json.string("Created");
        try {
            Instant created =
                    text == null ? GoTime.ZERO : OffsetDateTime.parse(text).toInstant();
            return created.equals(GoTime.ZERO) ? null : created;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** The head of the index: magic, version, then messages, bytes, the first sequence, its time, the last sequence, its time. */
    private void index() {
        Varints in = new Varints(content, 2, filled);
        in.unsigned();
        in.unsigned();
        long firstThere = in.unsigned();
        in.signed();
        long lastThere = in.unsigned();
        long time = in.signed();
        boolean sane = in.isWhole() && firstThere >= 0 && lastThere >= 0 && lastThere < Long.MAX_VALUE;
        if (sane && firstThere <= lastThere + 1) {
            first = firstThere;
            lastNanos = lastThere >= last ? time : 0;
            last = Math.max(last, lastThere);
        }
    }

    private void consumerDone(byte[] state) {
        String done = consumer;
        consumer = null;
        if (done != null) {
            target.consumer(
                    done,
                    ConsumerEntry.ofFiles(consumerConfig, state, done),
                    created(JsonObject.parse(consumerConfig, 0, consumerConfig.length)));
        }
    }

    @Override
    public void message(
            long sequence, long timeNanos, byte[] record, int subject, int subjectLength, int headers, int end) {
        int from = subject + subjectLength;
        target.announce(sequence, headers, end - from - (long) headers);
        if (sequence <= last) {
            return; // as nats-server reads its blocks: sequences only rise
        }
        last = sequence;
        target.message(
                Arrays.copyOfRange(record, subject, from),
                sequence,
                timeNanos,
                Arrays.copyOfRange(record, from, end),
                headers,
                end - from);
    }

    @Override
    public void gone(long sequence) {
        if (sequence < Long.MAX_VALUE) {
            target.gone(sequence);
            last = Math.max(last, sequence);
        }
    }

    /** Nothing more comes. */
    void finish() {
        if (!begun) {
            throw new RefusedArchiveException("EOF");
        }
        consumerDone(new byte[0]);
        target.bounds(first, last, lastNanos);
        target.end();
    }
}
