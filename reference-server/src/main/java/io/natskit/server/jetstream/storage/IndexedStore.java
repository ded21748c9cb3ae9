// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/** What both stores have in common: everything but where the contents are, and how they are kept. Confined to one thread. */
abstract class IndexedStore implements MessageStore {
    protected final MessageIndex index = new MessageIndex();
    protected final ExpiryQueue expiries = new ExpiryQueue(index.sequences()::contains);
    protected long lastTimestamp;
    private final StoredMessage probe = new StoredMessage();
    private final ByteRange removed = new ByteRange();
    private long firstTimestamp;
    private long firstTimestampOf;

    /** Stores the content; answers its place. */
    protected abstract long store(long sequence, StoredMessage message);

    /** Finds the content; false if it turns out to be damaged, and the message is then lost. */
    protected abstract boolean load(long sequence, long place, int size, StoredMessage into);

    /** A message is about to leave the index. */
    protected abstract void forget(long sequence, long place, int size, boolean erase);

    /** All messages are about to leave the index. */
    protected abstract void forgetAll();

    /** Sequences were given up, from {@code from} to {@code last}, which is the last one now. */
    protected abstract void skipped(long from, long last);

    /** Throws if nothing can be taken in. */
    protected abstract void checkIntake();

    @Override
    public final long append(StoredMessage message) {
        long sequence = index.last() + 1;
        appendAt(sequence, message);
        return sequence;
    }

    @Override
    public final void appendAt(long sequence, StoredMessage message) {
        ByteRange subject = message.subject();
        if (subject.isEmpty() || subject.length() > SubjectNames.LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "subject: " + subject.length() + " bytes (expected: 1 to " + SubjectNames.LENGTH_MAX + ")");
        }
        if (sequence <= index.last()) {
            throw new IllegalArgumentException("sequence: " + sequence + " (expected: above " + index.last() + ")");
        }
        checkIntake();
        if (sequence > index.last() + 1) {
            long from = index.last() + 1;
            index.skipTo(sequence);
            skipped(from, sequence - 1);
        }
        message.sequence(sequence);
        long place = store(sequence, message);
        int size = Math.toIntExact(sizeOf(
                subject.length(), message.headers().length(), message.payload().length()));
        index.add(sequence, subject.array(), subject.offset(), subject.length(), place, size);
        lastTimestamp = message.timestampNanos();
        if (message.expiresNanos() != StoredMessage.NEVER) {
            expiries.add(message.expiresNanos(), sequence);
        }
    }

    @Override
    public final void skipTo(long nextSequence, long timestampNanos) {
        if (nextSequence <= index.last() + 1 && !(index.last() == 0 && nextSequence == 1)) {
            return;
        }
        checkIntake();
        long from = index.last() + 1;
        index.skipTo(nextSequence);
        if (timestampNanos != 0) {
            lastTimestamp = timestampNanos;
        }
        skipped(from, nextSequence - 1);
    }

    // ---- reading

    @Override
    public final boolean read(long sequence, StoredMessage into) {
        if (!index.sequences().contains(sequence)) {
            return false;
        }
        return load(
                sequence, index.sequences().place(sequence), index.sequences().size(sequence), into);
    }

    @Override
    public final long next(SubjectFilter filter, long from) {
        return index.next(filter, from);
    }

    @Override
    public long nextWithHeaders(long from) {
        return index.sequences().next(from);
    }

    @Override
    public final long last(SubjectFilter filter, long upTo) {
        return index.last(filter, upTo);
    }

    @Override
    public final long firstSince(long timestampNanos) {
        long low = index.first();
        long high = index.last() + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            long at = index.sequences().next(middle);
            while (at != 0 && at < high && !read(at, probe)) {
                at = index.sequences().next(at + 1);
            }
            if (at == 0 || at >= high) {
                high = middle;
            } else if (probe.timestampNanos() < timestampNanos) {
                low = at + 1;
            } else {
                high = middle;
            }
        }
        long found = index.sequences().next(low);
        return found == 0 ? index.last() + 1 : found;
    }

    @Override
    public final long[] lastPerSubject(SubjectFilter filter, long upTo, int max) {
        return index.lastPerSubject(filter, upTo, max);
    }

    // ---- counting

    @Override
    public final long messages() {
        return index.messages();
    }

    @Override
    public final long bytes() {
        return index.bytes();
    }

    @Override
    public final long firstSequence() {
        return index.first();
    }

    @Override
    public final long lastSequence() {
        return index.last();
    }

    @Override
    public final long firstTimestampNanos() {
        while (index.messages() > 0) {
            long first = index.first();
            if (firstTimestampOf == first) {
                return firstTimestamp;
            }
            if (read(first, probe)) {
                firstTimestampOf = first;
                firstTimestamp = probe.timestampNanos();
            }
        }
        return 0;
    }

    @Override
    public final long lastTimestampNanos() {
        return lastTimestamp;
    }

    @Override
    public final int subjectCount() {
        return index.subjects().size();
    }

    @Override
    public final long deletedCount() {
        return index.messages() == 0 ? 0 : index.last() - index.first() + 1 - index.messages();
    }

    @Override
    public final void deleted(RangeVisitor visitor) {
        index.visitDeleted(visitor);
    }

    @Override
    public final long count(SubjectFilter filter, long from) {
        return index.count(filter, from);
    }

    @Override
    public final long countSubjects(SubjectFilter filter, long from) {
        return index.countSubjects(filter, from);
    }

    @Override
    public final void subjects(SubjectFilter filter, SubjectVisitor visitor) {
        index.visitSubjects(filter, visitor);
    }

    @Override
    public final long firstOf(byte[] subject, int offset, int length) {
        int id = index.subjects().find(subject, offset, length);
        return id == SubjectTable.NONE ? 0 : index.subjects().first(id);
    }

    @Override
    public final long lastOf(byte[] subject, int offset, int length) {
        int id = index.subjects().find(subject, offset, length);
        return id == SubjectTable.NONE ? 0 : index.subjects().last(id);
    }

    @Override
    public final long countOf(byte[] subject, int offset, int length) {
        int id = index.subjects().find(subject, offset, length);
        return id == SubjectTable.NONE ? 0 : index.subjects().count(id);
    }

    // ---- expiry

    @Override
    public final long nextExpiryNanos() {
        return expiries.nextNanos();
    }

    @Override
    public final long expired(long nowNanos) {
        return expiries.nextNanos() <= nowNanos ? expiries.nextSequence() : 0;
    }

    // ---- removing

    @Override
    public final boolean remove(long sequence, boolean erase, Removals removals) {
        if (!index.sequences().contains(sequence)) {
            return false;
        }
        removeKnown(sequence, erase, removals);
        return true;
    }

    @Override
    public final long purge(SubjectFilter filter, long before, long keep, Removals removals) {
        long removedCount;
        if (filter.isAll() && keep == 0 && (before == 0 || before > index.last())) {
            removedCount = purgeAll(removals);
        } else if (filter.isAll()) {
            long most = keep == 0 ? Long.MAX_VALUE : Math.max(0, index.messages() - keep);
            removedCount = purgeFront(before == 0 ? Long.MAX_VALUE : before, most, removals);
        } else {
            long most = keep == 0 ? Long.MAX_VALUE : Math.max(0, index.count(filter, 0) - keep);
            long[] found = index.oldest(filter, before == 0 ? Long.MAX_VALUE : before, most);
            for (long sequence : found) {
                removeKnown(sequence, false, removals);
            }
            removedCount = found.length;
        }
        if (filter.isAll() && before > index.last() + 1) {
            skipTo(before, 0);
        } else if (filter.isAll() && keep == 0 && before == 0 && index.last() == 0) {
            // a purge of everything says where the next message will be, also where there never was one
            skipTo(1, 0);
        }
        return removedCount;
    }

    private long purgeAll(Removals removals) {
        long count = index.messages();
        if (removals != Removals.IGNORED) {
            return purgeFront(Long.MAX_VALUE, Long.MAX_VALUE, removals);
        }
        forgetAll();
        index.clear();
        expiries.clear();
        return count;
    }

    private long purgeFront(long before, long most, Removals removals) {
        long count = 0;
        while (count < most && index.messages() > 0 && index.first() < before) {
            removeKnown(index.first(), false, removals);
            count++;
        }
        return count;
    }

    private void removeKnown(long sequence, boolean erase, Removals removals) {
        int size = index.sequences().size(sequence);
        if (removals != Removals.IGNORED) {
            index.subjects().name(index.sequences().subject(sequence), removed);
            removals.removed(sequence, removed, size);
        }
        forget(sequence, index.sequences().place(sequence), size, erase);
        index.remove(sequence);
    }
}
