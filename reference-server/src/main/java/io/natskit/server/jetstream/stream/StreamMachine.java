// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.SubjectFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Carries out the changes of a stream on its store, and tells its consumers. Confined to the stream's loop. */
final class StreamMachine {
    private final Stream stream;
    private final StreamHost host;
    private final MessageStore store;
    private final ConsumerSet consumers;
    private final StoreLimits limits;
    private final @Nullable StreamWatch watch;
    private final StoredMessage scratch = new StoredMessage();
    private final List<Removed> removedNow = new ArrayList<>();
    private long countedBytes;

    private record Removed(long sequence, byte[] subject) {}

    StreamMachine(Stream stream, ConsumerSet consumers) {
        this.stream = stream;
        this.consumers = consumers;
        host = stream.host();
        store = stream.store();
        watch = host.watch();
        limits = new StoreLimits(store, sequence -> remove(sequence, false));
    }

    StoreLimits limits() {
        return limits;
    }

    /** Carries out one. */
    void apply(Command command) {
        if (command instanceof Command.Store message) {
            store(message);
        } else if (command instanceof Command.Skip skip) {
            store.skipTo(skip.next(), skip.timestampNanos());
        } else if (command instanceof Command.Delete delete) {
            remove(delete.sequence(), delete.erase());
        } else if (command instanceof Command.Acknowledged acked) {
            remove(acked.sequence(), false);
        } else if (command instanceof Command.Purge purge) {
            purge(purge);
        } else if (command instanceof Command.Update update) {
            stream.reconfigured(update.config());
        }
        count();
    }

    private void store(Command.Store command) {
        StoredMessage message = command.message();
        if (command.sequence() == 0) {
            store.append(message);
        } else {
            store.appendAt(command.sequence(), message);
        }
        if (watch != null) {
            watch.stored(stream, message, store.lastSequence());
        }
        consumers.stored(message.subject(), store.lastSequence());
        limits.enforce(stream.rules(), message.subject());
        stream.mayExpire(message);
    }

    private void purge(Command.Purge purge) {
        boolean told = !consumers.isEmpty();
        store.purge(purge.filter(), purge.before(), purge.keep(), (sequence, subject, bytes) -> {});
        if (told) {
            consumers.purged(purge.filter(), store.firstSequence(), store.lastSequence());
        }
    }

    /**
     * The retention became one of interest: what its consumers are done with goes, or all if there are none. What no filter matched stays, and
     * so does what only a consumer that begins behind the last message would be done with.
     */
    void dropDone() {
        boolean all = consumers.isEmpty();
        long last = store.lastSequence();
        eachUnneeded(1, sequence -> {
            if (all || consumers.wantBelow(last, scratch.subject())) {
                remove(sequence, false);
            }
        });
    }

    /** Shows the messages from {@code from} on that no consumer needs. They may be removed meanwhile. */
    void eachUnneeded(long from, LongConsumer action) {
        long sequence = store.next(SubjectFilter.ALL, Math.max(from, store.firstSequence()));
        while (sequence > 0) {
            if (store.read(sequence, scratch) && !consumers.need(sequence, scratch.subject())) {
                action.accept(sequence);
            }
            sequence = store.next(SubjectFilter.ALL, sequence + 1);
        }
    }

    /** Removes one message and tells the consumers, once the store is done with it. */
    private void remove(long sequence, boolean erase) {
        if (consumers.isEmpty()) {
            store.remove(sequence, erase, (seq, subject, bytes) -> {});
            return;
        }
        store.remove(sequence, erase, (seq, subject, bytes) -> removedNow.add(new Removed(seq, subject.toBytes())));
        if (!removedNow.isEmpty()) {
            List<Removed> gone = List.copyOf(removedNow);
            removedNow.clear();
            ByteRange subject = new ByteRange();
            for (Removed one : gone) {
                consumers.removed(one.sequence, subject.set(one.subject));
            }
        }
    }

    // ---- what the account is charged with

    /** Tells the account how much there is now. */
    void count() {
        charge(store.bytes());
    }

    /** Gives back what the account is charged with. */
    void discount() {
        charge(0);
    }

    private void charge(long bytes) {
        if (bytes != countedBytes) {
            host.used(stream.config().storage(), bytes - countedBytes);
            countedBytes = bytes;
        }
    }
}
