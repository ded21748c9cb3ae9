// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.jetstream.internal.store.PagesPull;
import io.natskit.objectstore.FlowObjectStores;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreStatus;
import java.util.concurrent.Flow;

/** Lists of stores with demand. No state of its own. */
final class FlowStores implements FlowObjectStores {
    private final Stores stores;

    FlowStores(Stores stores) {
        this.stores = stores;
    }

    @Override
    public Flow.Publisher<String> storeNames() {
        return stores.context().publisher(() -> new PagesPull<>(stores.names()));
    }

    @Override
    public Flow.Publisher<StoreStatus> stores() {
        return stores.context().publisher(() -> new PagesPull<>(stores.statuses()));
    }

    @Override
    public ObjectStores blocking() {
        return new BlockingStores(stores);
    }
}
