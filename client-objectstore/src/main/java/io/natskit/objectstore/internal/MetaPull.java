// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.internal.flow.Relay;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectWatchSpec;

/** The descriptions of a store as they are and as they change, each asked for by the subscriber. */
final class MetaPull extends Relay<JetStreamMessage, ObjectInfo> {
    private final Store store;
    private final ObjectWatchSpec spec;

    MetaPull(Store store, ObjectWatchSpec spec) {
        this.store = store;
        this.spec = spec;
        store.context()
                .js()
                .flow()
                .ordered(store.stream(), o -> {
                    o.subjects(store.metas());
                    if (spec.isUpdatesOnly()) {
                        o.onlyNew();
                    } else {
                        o.lastPerSubject();
                    }
                })
                .subscribe(this);
    }

    @Override
    public void onNext(JetStreamMessage message) {
        ObjectInfo info;
        try {
            info = store.read(message.bytes(), message.metadata().time());
        } catch (RuntimeException e) {
            // somebody's description that is none ends nobody's watch
            store.context().inside().failed(e);
            askForOneMore();
            return;
        }
        if (info.deleted() && spec.ignoresDeletes()) {
            askForOneMore();
        } else {
            put(info);
        }
    }
}
