// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.objectstore.FlowObjectStores;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreStatus;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** {@link FlowObjectStores} with the types of Reactive Streams; each method means what its namesake there says. No state of its own. */
public final class ReactiveObjectStores {
    private final FlowObjectStores flow;

    private ReactiveObjectStores(FlowObjectStores flow) {
        this.flow = flow;
    }

    /** A view of {@code stores}. */
    public static ReactiveObjectStores of(ObjectStores stores) {
        return new ReactiveObjectStores(stores.flow());
    }

    /** See {@link FlowObjectStores#storeNames}. */
    public Publisher<String> storeNames() {
        return FlowAdapters.toPublisher(flow.storeNames());
    }

    /** See {@link FlowObjectStores#stores}. */
    public Publisher<StoreStatus> stores() {
        return FlowAdapters.toPublisher(flow.stores());
    }

    /** The same, blocking. */
    public ObjectStores blocking() {
        return flow.blocking();
    }
}
