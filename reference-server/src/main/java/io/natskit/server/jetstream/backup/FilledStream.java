// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.consumer.ConsumerLimitsInForce;
import io.natskit.server.jetstream.consumer.RestoredConsumers;
import io.natskit.server.jetstream.storage.MemoryMessageStore;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.Step;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.StreamFolder;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.RestoredTtl;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamState;
import io.natskit.wire.subject.Subjects;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stream that an archive is filling: its store and its consumers, in a place where nobody sees them. What it takes counts as the account's from the beginning. Blocks for disk;
 * used by one thread at a time.
 */
final class FilledStream implements RestoreTarget {
    private static final int SUBJECT_MAX = 65_535;
    private static final long FLUSH_BYTES = 1 << 20;

    private final JetStreamAccount account;
    private final StreamConfig config;
    private final ConsumerLimitsInForce limits;
    private final StoredMessage message = new StoredMessage();
    private StreamState state = StreamState.builder().build();
    private long lastNanos;
    private Instant created;
    private @Nullable StreamFolder folder;
    private @Nullable MessageStore store;
    private @Nullable RestoredConsumers consumers;
    private long counted;
    private long unflushed;
    private boolean whole;

    FilledStream(JetStreamAccount account, StreamConfig config, ConsumerLimitsInForce limits) {
        this.account = account;
        this.config = config;
        this.limits = limits;
        this.created = account.now();
    }

    @Override
    public void named(String name, @Nullable Instant made) {
        if (!name.equals(config.name())) {
            throw new RefusedArchiveException("stream names do not match");
        }
        created = made == null ? created : made;
    }

    @Override
    public void state(StreamState found) {
        state = found;
        lastNanos = found.lastTime().map(RestoredTtl::nanos).orElse(0L);
        long bytes = Math.max(config.maxBytes(), found.bytes());
        account.reservations()
                .check(
                        config.toBuilder()
                                .maxBytes(bytes == 0 ? config.maxBytes() : bytes)
                                .build(),
                        account.reserved(config.storage(), config.name()),
                        0);
        folder = account.files().stage(config, created);
        store = folder == null ? new MemoryMessageStore() : account.files().openMessages(folder, config);
        consumers = new RestoredConsumers(config, limits, folder);
        if (found.firstSequence() > 1) {
            store.skipTo(found.firstSequence(), 0);
        }
    }

    @Override
    public void consumer(String name, ConsumerEntry entry, @Nullable Instant made) {
        try {
            opened(consumers).add(name, entry.config(), entry.state(), made == null ? account.now() : made);
        } catch (ApiException e) {
            throw new RefusedArchiveException("failed to add consumer \"" + name + "\": "
                    + e.error().description() + " (" + e.error().errCode() + ")");
        }
    }

    @Override
    public void announce(long sequence, long headersLength, long payloadLength) {
        long size = headersLength + payloadLength;
        if (sequence < 0 || sequence == Long.MAX_VALUE) {
            throw new RefusedArchiveException("message sequence " + Long.toUnsignedString(sequence) + " is too high");
        }
        if (size > account.maxPayloadBytes()) {
            throw new RefusedArchiveException("message sequence " + sequence + " exceeds maximum payload size");
        }
        if (config.maxMessageSize() >= 0 && size > config.maxMessageSize()) {
            throw new RefusedArchiveException("message sequence " + sequence + " exceeds maximum message size");
        }
    }

    @Override
    public void message(
            byte[] subject, long sequence, long timestampNanos, byte[] content, int headersLength, int contentLength) {
        if (subject.length > SUBJECT_MAX || !Subjects.isValid(subject) || !Subjects.isLiteral(subject)) {
            throw new RefusedArchiveException("message sequence " + sequence + " has an invalid subject");
        }
        MessageStore into = opened(store);
        message.clear();
        message.subject().set(subject);
        message.headers().set(content, 0, headersLength);
        message.payload().set(content, headersLength, contentLength - headersLength);
        message.timestampNanos(timestampNanos);
        long expires = RestoredTtl.expiresNanos(content, headersLength, timestampNanos);
        if (expires != StoredMessage.NEVER && expires <= RestoredTtl.nanos(account.now())) {
            return; // its sequence is left out, as if it had expired here
        }
        message.expiresNanos(expires);
        into.appendAt(sequence, message);
        count(into.bytes());
        unflushed += contentLength;
        if (unflushed >= FLUSH_BYTES) {
            unflushed = 0;
            into.flush();
        }
    }

    private void count(long bytes) {
        RuntimeException refusal = account.refusal(config.storage(), bytes - counted);
        account.used(config.storage(), bytes - counted);
        counted = bytes;
        if (refusal != null) {
            throw new ApiException(
                    config.storage() == StorageType.MEMORY
                            ? JetStreamError.MEMORY_RESOURCES_EXCEEDED
                            : JetStreamError.STORAGE_RESOURCES_EXCEEDED);
        }
    }

    @Override
    public void gone(long sequence) {
        opened(store).remove(sequence, false, (removed, subject, bytes) -> {});
    }

    @Override
    public void bounds(long first, long last, long lastNanos) {
        state = StreamState.builder().firstSequence(first).lastSequence(last).build();
        this.lastNanos = lastNanos;
        if (first > 1) {
            opened(store).compact(first, (removed, subject, bytes) -> {});
        }
    }

    @Override
    public void end() {
        MessageStore filled = opened(store);
        if (filled.lastSequence() < state.lastSequence()) {
            filled.skipTo(state.lastSequence() + 1, lastNanos);
        }
        filled.flush();
        if (folder != null) {
            Step sync = filled.prepareSync();
            sync.run();
            sync.finish();
            opened(consumers).keep();
            filled.close();
            store = null;
        }
        whole = true;
    }

    /** Whether all of it is there. */
    boolean isWhole() {
        return whole;
    }

    /** Where it is, null in memory. */
    @Nullable
    StreamFolder folder() {
        return folder;
    }

    /** Its messages, in memory. */
    MessageStore memory() {
        return opened(store);
    }

    /** Its consumers. */
    RestoredConsumers consumers() {
        return opened(consumers);
    }

    /** What it takes is counted by itself from now on, or is gone. */
    void release() {
        account.used(config.storage(), -counted);
        counted = 0;
    }

    /** Leaves nothing of it. */
    void discard() {
        release();
        MessageStore open = store;
        store = null;
        if (open != null && folder != null) {
            open.close();
        }
        StreamFolder left = folder;
        folder = null;
        if (left != null) {
            account.files().discard(left);
        }
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("an archive's parts come in its order, the state first");
        }
        return part;
    }

    /** When the archive says that the stream was made; when the restore began, where it does not. */
    Instant created() {
        return created;
    }
}
