// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ConsumerCatalog;
import io.natskit.server.jetstream.storage.ConsumerState;
import io.natskit.server.jetstream.storage.ConsumerStore;
import io.natskit.server.jetstream.storage.Step;
import io.natskit.server.jetstream.storage.StoreFailedException;
import io.natskit.server.jetstream.storage.StreamFolder;
import io.natskit.server.jetstream.stream.Committer;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of one stream in files. What is made, changed and deleted is a change of the stream like any other: it is as safe as messages are, and waits for
 * the same syncs.
 */
public final class FileConsumerStores implements ConsumerStores, Committer.Durable {
    private final ConsumerCatalog catalog;
    private final Stream stream;

    /** The consumers in that folder, of that stream, which lets go of it at its end. Blocks; before the stream is put to work. */
    public static FileConsumerStores open(StreamFolder folder, Stream stream) {
        FileConsumerStores stores = new FileConsumerStores(folder.openConsumers(), stream);
        stream.attach(stores.catalog::close);
        return stores;
    }

    private FileConsumerStores(ConsumerCatalog catalog, Stream stream) {
        this.catalog = catalog;
        this.stream = stream;
    }

    /**
     * A consumer that was found.
     *
     * @param kept what was kept of it
     * @param store its state
     */
    public record Found(Kept kept, ConsumerStore store) {}

    /** Opens the states of all consumers that are there; what cannot be read is told and left alone. Blocks; before anything else is called. */
    public List<Found> found(Consumer<String> unreadable) {
        List<Found> found = new ArrayList<>();
        for (String name : catalog.names()) {
            Kept kept = read(name, catalog.document(name));
            if (kept == null) {
                unreadable.accept(name);
            } else {
                found.add(new Found(kept, catalog.openState(name)));
            }
        }
        return found;
    }

    /** Keeps consumers with their states in a stream's folder, durably; for streams that are put to work later. Blocks. Any thread. */
    static void keep(StreamFolder folder, Map<Kept, ConsumerState> consumers) {
        try (ConsumerCatalog catalog = folder.openConsumers()) {
            consumers.forEach((kept, state) -> {
                ConsumerStore store = catalog.place();
                store.replace(state);
                sync(store.prepareSync());
                store.discard();
                catalog.create(kept.name(), document(kept), store);
            });
            sync(catalog.prepareSync());
        }
    }

    private static void sync(Step step) {
        step.run();
        step.finish();
    }

    private static @Nullable Kept read(String name, byte[] document) {
        try {
            JsonObject json = JsonObject.parse(document);
            String created = json.string("created");
            String config = json.string("config");
            if (created == null || config == null) {
                return null;
            }
            return new Kept(
                    name, ConsumerConfig.ofJson(config.getBytes(StandardCharsets.UTF_8)), Instant.parse(created));
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
    public @Nullable ConsumerStore place(Kept consumer) {
        boolean kept = !consumer.config().memoryStorage() && !consumer.config().direct();
        return kept ? catalog.place() : null;
    }

    @Override
    public void create(Kept consumer, @Nullable ConsumerStore store, Consumer<@Nullable RuntimeException> done) {
        if (store == null) {
            done.accept(null);
            return;
        }
        commit(() -> catalog.create(consumer.name(), document(consumer), store), problem -> {
            if (problem != null) {
                catalog.delete(consumer.name());
            }
            done.accept(problem);
        });
    }

    @Override
    public void change(Kept consumer, Consumer<@Nullable RuntimeException> done) {
        if (catalog.has(consumer.name())) {
            commit(() -> catalog.change(consumer.name(), document(consumer)), done);
        } else {
            done.accept(null);
        }
    }

    @Override
    public void delete(String name, Consumer<@Nullable RuntimeException> done) {
        if (catalog.has(name)) {
            commit(() -> catalog.delete(name), done);
        } else {
            done.accept(null);
        }
    }

    /** Makes a change, which the process does not lose from now on, and tells {@code done} once it is as safe as the stream promises. */
    private void commit(Runnable change, Consumer<@Nullable RuntimeException> done) {
        change.run();
        try {
            catalog.flush();
        } catch (StoreFailedException e) {
            done.accept(e);
            return;
        }
        stream.changes().committer().nextIndex(this);
        stream.changes().whenCommitted(done);
        stream.changes().batchEnded();
    }

    @Override
    public void flush() {
        catalog.flush();
    }

    @Override
    public Step prepareSync() {
        return catalog.prepareSync();
    }
}
