// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

import io.natskit.server.jetstream.consumer.ConsumerStores;
import io.natskit.server.jetstream.consumer.FileConsumerStores;
import io.natskit.server.jetstream.consumer.RestoredConsumers;
import io.natskit.server.jetstream.origin.Origins;
import io.natskit.server.jetstream.storage.AccountStorage;
import io.natskit.server.jetstream.storage.MemoryMessageStore;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StreamFolder;
import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the streams of an account and ends them: what waits for disks on the pool, the list on the home loop, the stream itself on its own. Whoever asks is
 * told on the home loop, with a failure as well.
 */
public final class StreamLives {
    private final JetStreamAccount account;

    StreamLives(JetStreamAccount account) {
        this.account = account;
    }

    /** Makes a stream of a checked configuration; {@code done} is told on the home loop, with the stream or with what went wrong. On the home loop. */
    public void create(StreamConfig config, Consumer<Stream> done, Consumer<RuntimeException> failed) {
        EventLoop loop = account.server().nextLoop();
        StreamDocument document = new StreamDocument(account.now(), config);
        AccountStorage files = account.files().of(config);
        if (files == null) {
            start(inMemory(config, document.created(), new MemoryMessageStore(), loop), () -> {}, done, failed);
            return;
        }
        onPool(
                () -> {
                    StreamFolder folder = files.create(config.name(), document.toBytes(), syncsAlways());
                    return account.files().opened(folder, document, loop);
                },
                stream -> start(stream, () -> {}, done, failed),
                failed);
    }

    /**
     * Puts a stream to work that was filled and {@code created} then: in files if {@code staged} is not null, otherwise in {@code memory}. {@code done} is told on the home loop, with the stream or
     * with what went wrong. On the home loop, in turn; the name must be free.
     */
    public void adopt(
            StreamConfig config,
            @Nullable StreamFolder staged,
            Instant created,
            MessageStore memory,
            RestoredConsumers consumers,
            Consumer<Stream> done,
            Consumer<RuntimeException> failed) {
        EventLoop loop = account.server().nextLoop();
        AccountStorage own = account.files().of(config);
        if (staged == null || own == null) {
            Stream stream = inMemory(config, created, memory, loop);
            start(stream, () -> consumers.resume(stream, List.of(), ConsumerStores.MEMORY), done, failed);
            return;
        }
        onPool(
                () -> {
                    StreamFolder folder = own.adopt(staged);
                    StreamDocument document = StreamDocument.of(folder.document());
                    Stream stream = account.files().opened(folder, Objects.requireNonNull(document), loop);
                    FileConsumerStores stores = account.files().fileStores(stream);
                    List<FileConsumerStores.Found> found = stores.found(name -> {});
                    return new Adopted(stream, () -> consumers.resume(stream, found, stores));
                },
                adopted -> start(adopted.stream, adopted.consumers, done, failed),
                failed);
    }

    private record Adopted(Stream stream, Runnable consumers) {}

    /** Ends a stream for good; {@code done} is told on the home loop. On the home loop. */
    public void delete(Stream stream, Consumer<@Nullable RuntimeException> done) {
        account.forget(stream);
        StreamFolder folder = stream.folder();
        Runnable gone = () -> account.home().execute(() -> done.accept(null));
        Runnable closed = folder == null
                ? gone
                : () -> onPool(
                        () -> deleteFiles(stream, folder),
                        rest -> {
                            rest.run();
                            done.accept(null);
                        },
                        done::accept);
        stream.loop().execute(() -> stream.close(true, closed));
    }

    /** Deletes what a stream has in files, all of it where that is to be durable; answers what sees to the rest. Blocks. Any thread. */
    private Runnable deleteFiles(Stream stream, StreamFolder folder) {
        Runnable rest = folder.delete();
        if (syncsAlways()) {
            rest.run();
            return () -> {};
        }
        return () -> account.storagePool().execute(() -> deleteRest(stream, rest));
    }

    /** What was asked for a moment ago was answered: whatever goes wrong is told to the log alone. */
    private void deleteRest(Stream stream, Runnable rest) {
        try {
            rest.run();
        } catch (RuntimeException e) {
            account.error("JetStream stream '" + account.name() + " > " + stream.name()
                    + "' is gone, but not all of its files: " + e.getMessage());
        }
    }

    /** Deletes all streams, and what else there is of the account in files; {@code done} is told on the home loop, or with a failure of the disk. Any thread. */
    public void purge(Consumer<@Nullable RuntimeException> done) {
        account.home()
                .execute(() -> account.turns()
                        .take(ended -> deleteAll(new ArrayDeque<>(account.streams()), problem -> {
                            ended.run();
                            done.accept(problem);
                        })));
    }

    private void deleteAll(ArrayDeque<Stream> left, Consumer<@Nullable RuntimeException> done) {
        Stream next = left.pollFirst();
        if (next == null) {
            account.files().forgetAll();
            account.server()
                    .deleteFiles(account.name(), problem -> account.home().execute(() -> done.accept(problem)));
            return;
        }
        delete(next, problem -> {
            if (problem != null) {
                done.accept(problem);
                return;
            }
            account.advisories().stream(next.name(), "delete");
            deleteAll(left, done);
        });
    }

    /** Keeps another configuration of a stream, before it is taken over; {@code done} is told on the home loop. On the home loop. */
    public void keep(Stream stream, StreamConfig config, Consumer<@Nullable RuntimeException> done) {
        StreamFolder folder = stream.folder();
        if (folder == null) {
            done.accept(null);
            return;
        }
        byte[] document = new StreamDocument(stream.created(), config).toBytes();
        onPool(
                () -> {
                    folder.writeDocument(document, syncsAlways());
                    return folder;
                },
                kept -> {
                    stream.loop().execute(stream.fence().around(stream::folderChanged));
                    done.accept(null);
                },
                done::accept);
    }

    private boolean syncsAlways() {
        return account.options().syncAlways();
    }

    private Stream inMemory(StreamConfig config, Instant created, MessageStore messages, EventLoop loop) {
        Stream stream = new Stream(account, loop, config, created, messages, null);
        stream.feed(new Origins(stream, new byte[0]));
        return stream;
    }

    /** Puts a stream to work, and what it had in an earlier life. */
    private void start(Stream stream, Runnable resume, Consumer<Stream> done, Consumer<RuntimeException> failed) {
        account.list(stream);
        stream.loop().execute(() -> {
            try {
                stream.start();
                resume.run();
                stream.feed().start();
                onHome(() -> done.accept(stream), failed);
            } catch (RuntimeException e) {
                account.home().execute(() -> {
                    account.forget(stream);
                    failed.accept(e);
                });
            }
        });
    }

    /** Does what waits for disks, and goes on on the home loop. */
    private <T> void onPool(Supplier<T> work, Consumer<T> then, Consumer<RuntimeException> failed) {
        account.storagePool().execute(() -> {
            try {
                T result = work.get();
                onHome(() -> then.accept(result), failed);
            } catch (RuntimeException e) {
                account.home().execute(() -> failed.accept(e));
            } catch (Error e) {
                // the pool would keep it to itself
                account.home().execute(() -> {
                    throw e;
                });
            }
        });
    }

    /** Goes on on the home loop; a fault there is one of this request, and no other's. */
    private void onHome(Runnable action, Consumer<RuntimeException> failed) {
        account.home().execute(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                account.error("JetStream request of account '" + account.name() + "' failed: " + Fence.describe(e));
                failed.accept(e);
            }
        });
    }
}
