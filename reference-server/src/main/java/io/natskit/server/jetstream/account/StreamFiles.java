// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

import io.natskit.server.jetstream.consumer.ConsumerStores;
import io.natskit.server.jetstream.consumer.FileConsumerStores;
import io.natskit.server.jetstream.origin.Origins;
import io.natskit.server.jetstream.storage.AccountStorage;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.Storage;
import io.natskit.server.jetstream.storage.StoreOptions;
import io.natskit.server.jetstream.storage.StreamFolder;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.Nuid;
import io.natskit.wire.jetstream.Compression;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What an account has in files: a folder for each stream, with its consumers' beside the messages. Safe on any thread. */
public final class StreamFiles {
    private final JetStreamAccount account;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable AccountStorage files; // made under the lock
    private final Map<Stream, FileConsumerStores> consumerStores = new ConcurrentHashMap<>();

    StreamFiles(JetStreamAccount account) {
        this.account = account;
    }

    /** The folders of an earlier life. Called once, before there are others. Blocks. */
    List<StreamFolder> found(Storage storage) {
        AccountStorage own = storage.account(account.name());
        files = own;
        return own.streams();
    }

    /** Where a stream of this configuration is kept; null for memory. */
    @Nullable
    AccountStorage of(StreamConfig config) {
        Storage storage = account.server().storage();
        if (storage == null || config.storage() == StorageType.MEMORY) {
            return null;
        }
        lock.lock();
        try {
            if (files == null) {
                files = storage.account(account.name());
            }
            return files;
        } finally {
            lock.unlock();
        }
    }

    /** A stream in files, not put to work yet. Blocks. Any thread. */
    Stream opened(StreamFolder folder, StreamDocument document, EventLoop loop) {
        StreamConfig config = document.config();
        Stream stream = new Stream(account, loop, config, document.created(), openMessages(folder, config), folder);
        stream.feed(new Origins(stream, folder.sources()));
        consumerStores.put(stream, FileConsumerStores.open(folder, stream));
        return stream;
    }

    /** Opens the messages of a stream of this configuration. Blocks. Any thread. */
    public MessageStore openMessages(StreamFolder folder, StreamConfig config) {
        return folder.openMessages(
                new StoreOptions(config.compression() == Compression.S2, StoreOptions.DEFAULT.blockBytes()));
    }

    /** Makes a place in files where a stream is filled before anybody sees it; null for memory. Blocks. Any thread. */
    public @Nullable StreamFolder stage(StreamConfig config, Instant created) {
        AccountStorage own = of(config);
        return own == null
                ? null
                : own.stage(config.name(), Nuid.next(), new StreamDocument(created, config).toBytes());
    }

    /** Deletes what was filled. Its stores are closed. Blocks. Any thread. */
    public void discard(StreamFolder staged) {
        AccountStorage own = files;
        if (own != null) {
            own.discard(staged);
        }
    }

    /** Where the consumers of a stream that was {@link #opened} are kept. Any thread, until it is put to work. */
    FileConsumerStores fileStores(Stream stream) {
        return Objects.requireNonNull(consumerStores.get(stream));
    }

    /** That stream is no more. Its folder is for its owner to delete. */
    void forget(Stream stream) {
        consumerStores.remove(stream);
    }

    /** All of it is being deleted: what comes next begins anew. */
    void forgetAll() {
        files = null;
    }

    /** Where the consumers of a stream are kept. On the stream's loop. */
    public ConsumerStores consumerStores(Stream stream) {
        FileConsumerStores stores = consumerStores.get(stream);
        return stores == null ? ConsumerStores.MEMORY : stores;
    }
}
