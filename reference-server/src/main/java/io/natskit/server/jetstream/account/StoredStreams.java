// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

import io.natskit.server.jetstream.consumer.Consumers;
import io.natskit.server.jetstream.consumer.FileConsumerStores;
import io.natskit.server.jetstream.storage.MemoryMessageStore;
import io.natskit.server.jetstream.storage.StreamFolder;
import io.natskit.server.jetstream.stream.RequiredLevel;
import io.natskit.server.jetstream.stream.Stream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Puts the streams of an account to work again that were kept in files, several at a time, with their consumers. What needs a higher API level than this server has is shown, and left alone
 * (ADR-44). Used once, by the thread that starts the server.
 */
final class StoredStreams {
    private static final int OPENED_AT_ONCE = 4;

    private final JetStreamAccount account;

    StoredStreams(JetStreamAccount account) {
        this.account = account;
    }

    /** A stream, and what puts it to work on its loop. */
    private record Found(Stream stream, Runnable start) {}

    /** Opens them and waits until they are at work. */
    void recover(List<StreamFolder> folders) {
        @Nullable Found[] found = new @Nullable Found[folders.size()];
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Error> broken = new AtomicReference<>();
        int atOnce = Math.min(OPENED_AT_ONCE, found.length);
        CountDownLatch opened = new CountDownLatch(atOnce);
        for (int i = 0; i < atOnce; i++) {
            account.storagePool().execute(() -> {
                try {
                    for (int one = next.getAndIncrement(); one < found.length; one = next.getAndIncrement()) {
                        found[one] = find(folders.get(one));
                    }
                } catch (Error e) {
                    broken.set(e);
                } finally {
                    opened.countDown();
                }
            });
        }
        await(opened);
        Error error = broken.get();
        if (error != null) {
            throw error;
        }
        start(found);
    }

    private void start(@Nullable Found[] found) {
        CountDownLatch started = new CountDownLatch(found.length);
        for (Found one : found) {
            if (one == null) {
                started.countDown();
                continue;
            }
            account.list(one.stream);
            one.stream.loop().execute(() -> {
                one.stream.fence().run(one.start);
                started.countDown();
            });
        }
        await(started);
    }

    /** Opens a stream with its consumers; null if that fails, which is told. Blocks. Any thread. */
    private @Nullable Found find(StreamFolder folder) {
        StreamDocument document = StreamDocument.of(folder.document());
        if (document == null) {
            account.error("  Error unmarshalling stream configuration of '" + folder.name() + "'");
            account.unrecovered(folder.name());
            return null;
        }
        String unsupported = RequiredLevel.unsupported(document.config().metadata());
        try {
            return unsupported == null ? open(folder, document) : closed(folder, document, unsupported);
        } catch (RuntimeException e) {
            account.error("  Error recreating stream '" + folder.name() + "': " + e.getMessage());
            account.unrecovered(folder.name());
            return null;
        }
    }

    /** What is in its files is for a newer server to read. */
    private Found closed(StreamFolder folder, StreamDocument document, String reason) {
        Stream stream = new Stream(
                account,
                account.server().nextLoop(),
                document.config(),
                document.created(),
                new MemoryMessageStore(),
                folder);
        return new Found(stream, () -> stream.keepOffline(reason));
    }

    private Found open(StreamFolder folder, StreamDocument document) {
        Stream stream =
                account.files().opened(folder, document, account.server().nextLoop());
        FileConsumerStores stores = account.files().fileStores(stream);
        List<FileConsumerStores.Found> consumers = stores.found(name -> account.error(
                "  Error unmarshalling consumer configuration of '" + stream.name() + " > " + name + "'"));
        for (FileConsumerStores.Found one : consumers) {
            if (Consumers.unsupported(one) != null) {
                String reason = "stopped - unsupported consumer \"" + one.kept().name() + "\"";
                return new Found(stream, () -> {
                    Consumers.keepOffline(stream, consumers, stores);
                    stream.keepOffline(reason);
                });
            }
        }
        return new Found(stream, () -> resume(stream, consumers, stores));
    }

    private void resume(Stream stream, List<FileConsumerStores.Found> consumers, FileConsumerStores stores) {
        String name = account.name() + " > " + stream.name();
        account.server().log().notice("  Starting restore for stream '" + name + "'");
        stream.start();
        Consumers.resume(stream, consumers, stores);
        account.server()
                .log()
                .notice("  Restored " + stream.store().messages() + " messages for stream '" + name + "'");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
