// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.jetstream.JetStream;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.objectstore.StoreStatus;
import io.natskit.wire.jetstream.Compression;
import io.natskit.wire.jetstream.DiscardPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stores of an account. No state of its own. */
final class BlockingStores implements ObjectStores {
    private static final String ALL = "$O.*.M.>";

    private final Context context;

    BlockingStores(Context context) {
        this.context = context;
    }

    /** What a store is as a stream (ADR-20). */
    static StreamConfig stream(StoreConfig store) {
        return StreamConfig.builder(Store.STREAM + store.name())
                .description(store.description())
                .subjects("$O." + store.name() + ".C.>", "$O." + store.name() + ".M.>")
                .maxAge(store.timeToLive())
                .maxBytes(store.bytesMax())
                .storage(store.storage())
                .replicas(store.replicas())
                .placement(store.placement().orElse(null))
                .compression(store.compressed() ? Compression.S2 : Compression.NONE)
                .metadata(store.metadata())
                .discard(DiscardPolicy.NEW)
                .allowRollup(true)
                .allowDirect(true)
                .allowBatchPublish(store.fastIngest())
                .build();
    }

    private ObjectStore of(String name) {
        return new BlockingStore(new Store(context, name));
    }

    @Override
    public ObjectStore createStore(StoreConfig config) {
        context.js().createStream(stream(config));
        return of(config.name());
    }

    @Override
    public ObjectStore updateStore(StoreConfig config) {
        context.js().stream(Store.STREAM + config.name()).update(stream(config));
        return of(config.name());
    }

    @Override
    public ObjectStore ensureStore(StoreConfig config) {
        context.js().ensureStream(stream(config));
        return of(config.name());
    }

    @Override
    public ObjectStore store(String name) {
        return of(StoreConfig.of(name).name());
    }

    @Override
    public Optional<ObjectStore> findStore(String name) {
        return context.js().findStream(Store.STREAM + name).map(stream -> of(name));
    }

    @Override
    public void deleteStore(String name) {
        context.js().deleteStream(Store.STREAM + name);
    }

    @Override
    public List<String> storeNames() {
        List<String> names = new ArrayList<>();
        for (String stream : context.js().streamNames(ALL)) {
            if (stream.startsWith(Store.STREAM)) {
                names.add(stream.substring(Store.STREAM.length()));
            }
        }
        return names;
    }

    @Override
    public List<StoreStatus> stores() {
        List<StoreStatus> stores = new ArrayList<>();
        for (StreamInfo stream : context.js().streams(ALL)) {
            if (stream.config().name().startsWith(Store.STREAM)) {
                stores.add(new StoreStatus(stream));
            }
        }
        return stores;
    }

    @Override
    public JetStream jetStream() {
        return context.js();
    }
}
