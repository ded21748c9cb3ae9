// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ConsumerFolder;
import io.natskit.server.jetstream.storage.ConsumerState;
import io.natskit.server.jetstream.storage.ConsumerStore;
import io.natskit.server.jetstream.storage.Step;
import io.natskit.server.jetstream.storage.StreamFolder;
import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The consumers of one stream in files. The disk is waited for elsewhere, one step after another. */
public final class FileConsumerStores implements ConsumerStores {
    private final StreamFolder stream;
    private final EventLoop loop;
    private final Executor pool;
    private final Fence fence;

    // confined to the pool's turns, one at a time
    private final Map<String, ConsumerFolder> folders = new HashMap<>();

    // confined to the loop
    private final ArrayDeque<Work> waiting = new ArrayDeque<>();
    private boolean busy;

    private interface Work {
        /** Blocks for the disk; answers what is to be done on the loop. */
        Runnable run();
    }

    /** The consumers in that folder, whose stream lives on {@code loop} behind {@code fence}. */
    public FileConsumerStores(StreamFolder stream, EventLoop loop, Executor pool, Fence fence) {
        this.stream = stream;
        this.fence = fence;
        this.loop = loop;
        this.pool = pool;
    }

    /**
     * A consumer that was found.
     *
     * @param kept what was kept of it
     * @param store its state
     */
    public record Found(Kept kept, ConsumerStore store) {}

    /** Opens all consumers that are there; what cannot be read is told and left alone. Blocks; before anything else is called. */
    public List<Found> open(Consumer<String> unreadable) {
        List<Found> found = new ArrayList<>();
        for (ConsumerFolder folder : stream.consumers()) {
            Kept kept = read(folder);
            if (kept == null) {
                unreadable.accept(folder.name());
                continue;
            }
            folders.put(folder.name(), folder);
            found.add(new Found(kept, folder.openState()));
        }
        return found;
    }

    /** Keeps a consumer with a state in a stream's folder, durably; for streams that are put to work later. Blocks. Any thread. */
    public static void keep(StreamFolder stream, Kept consumer, ConsumerState state) {
        ConsumerFolder folder = stream.createConsumer(consumer.name(), document(consumer));
        try (ConsumerStore store = folder.openState()) {
            store.replace(state);
            Step sync = store.prepareSync();
            sync.run();
            sync.finish();
        }
    }

    private static @Nullable Kept read(ConsumerFolder folder) {
        try {
            JsonObject document = JsonObject.parse(folder.document());
            String created = document.string("created");
            String config = document.string("config");
            if (created == null || config == null) {
                return null;
            }
            return new Kept(
                    folder.name(),
                    ConsumerConfig.ofJson(config.getBytes(StandardCharsets.UTF_8)),
                    Instant.parse(created));
        } catch (JsonException | DateTimeParseException e) {
            return null;
        }
    }

    private static byte[] document(Kept kept) {
        return new JsonWriter()
                .field("created", kept.created().toString())
                .field("config", new String(kept.config().toJson(), StandardCharsets.UTF_8))
                .toBytes();
    }

    @Override
    public void create(Kept consumer, Consumer<@Nullable ConsumerStore> made, Consumer<RuntimeException> failed) {
        if (consumer.config().memoryStorage() || consumer.config().direct()) {
            made.accept(null);
            return;
        }
        byte[] document = document(consumer);
        add(() -> {
            try {
                ConsumerFolder folder = stream.createConsumer(consumer.name(), document);
                folders.put(consumer.name(), folder);
                ConsumerStore store = folder.openState();
                return () -> made.accept(store);
            } catch (RuntimeException e) {
                return () -> failed.accept(e);
            }
        });
    }

    @Override
    public void change(Kept consumer, Consumer<@Nullable RuntimeException> done) {
        byte[] document = document(consumer);
        add(() -> {
            try {
                ConsumerFolder folder = folders.get(consumer.name());
                if (folder != null) {
                    folder.writeDocument(document);
                }
                return () -> done.accept(null);
            } catch (RuntimeException e) {
                return () -> done.accept(e);
            }
        });
    }

    @Override
    public void delete(String name, Consumer<@Nullable RuntimeException> done) {
        add(() -> {
            try {
                ConsumerFolder folder = folders.remove(name);
                if (folder != null) {
                    folder.delete();
                }
                return () -> done.accept(null);
            } catch (RuntimeException e) {
                return () -> done.accept(e);
            }
        });
    }

    private void add(Work work) {
        waiting.addLast(work);
        next();
    }

    private void next() {
        Work work = busy ? null : waiting.pollFirst();
        if (work == null) {
            return;
        }
        busy = true;
        Runnable[] outcome = new Runnable[1];
        fence.elsewhere(pool, loop, () -> outcome[0] = work.run(), fault -> {
            busy = false;
            try {
                if (fault != null) {
                    throw fault;
                }
                outcome[0].run();
            } finally {
                next();
            }
        });
    }
}
