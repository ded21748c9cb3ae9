// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;

/** Writes an {@link IndexFile}. */
final class IndexWriter {
    private final FileMessageStore store;
    private final MessageIndex index;
    private final FrameWriter frames;
    private final ByteSink frame;
    // the numbers of subjects here, by their ids there, which have gaps
    private final int[] numbers;

    IndexWriter(FileMessageStore store, FrameWriter frames) {
        this.store = store;
        this.frames = frames;
        index = store.index();
        frame = frames.frame();
        numbers = new int[index.subjects().idBound()];
    }

    void write() throws IOException {
        frame.number(IndexFile.MAGIC);
        frame.number(index.messages());
        frame.number(index.first());
        frame.number(index.last());
        frame.fixedLong(store.lastTimestampNanos());
        frame.number(index.subjects().size());
        frame.number(store.expiries().size());
        frame.number(store.blocks.all().size());
        for (Block block : store.blocks.all()) {
            put(block);
        }
        putSubjects();
        putMessages();
        putExpiries();
        if (frame.length() > FrameWriter.HEAD) {
            frames.end();
        }
    }

    private void put(Block block) throws IOException {
        frame.number(block.number);
        frame.fixedInt(block.salt);
        frame.number(length(block));
        frame.number(block.end);
        frame.number(block.records);
        frame.number(block.lastSequence);
        frame.number((block.summarized ? IndexFile.SUMMARIZED : 0) | (block.withHeaders ? IndexFile.WITH_HEADERS : 0));
        frames.endIfFull();
    }

    private long length(Block block) throws IOException {
        try (DiskFile file = store.disk.open(block.path)) {
            return file.length();
        }
    }

    private void putSubjects() throws IOException {
        SubjectTable subjects = index.subjects();
        ByteRange name = new ByteRange();
        int number = 0;
        for (int id = 0; id < numbers.length; id++) {
            if (subjects.count(id) != 0) {
                numbers[id] = number++;
                subjects.name(id, name);
                frame.number(name.length());
                frame.range(name.array(), name.offset(), name.length());
                frames.endIfFull();
            }
        }
    }

    private void putMessages() throws IOException {
        SequenceTable sequences = index.sequences();
        long before = 0;
        long expectedPlace = 0;
        for (long at = sequences.next(0); at != 0; at = sequences.next(at + 1)) {
            long place = sequences.place(at);
            int size = sequences.size(at);
            boolean gap = at != before + 1;
            boolean jump = place != expectedPlace;
            frame.number((long) size << IndexFile.FLAG_BITS | (gap ? IndexFile.GAP : 0) | (jump ? IndexFile.JUMP : 0));
            if (gap) {
                frame.number(at - before - 1);
            }
            if (jump) {
                frame.number(place >>> 32);
                frame.number(place & 0xffff_ffffL);
            }
            frame.number(numbers[sequences.subject(at)]);
            before = at;
            expectedPlace = place + size + 2;
            frames.endIfFull();
        }
    }

    private void putExpiries() throws IOException {
        ExpiryQueue expiries = store.expiries();
        int count = expiries.size();
        for (int i = 0; i < count; i++) {
            frame.number(expiries.sequence(i));
            frame.fixedLong(expiries.nanos(i));
            frames.endIfFull();
        }
    }
}
