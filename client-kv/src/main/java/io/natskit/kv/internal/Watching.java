// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.jetstream.ConsumeEnd;
import io.natskit.kv.Watch;
import io.natskit.kv.WatchEvent;
import io.natskit.kv.WatchListener;
import io.natskit.kv.WatchSpec;
import java.util.concurrent.CompletableFuture;

/** A listener's watch: a feed whose revisions become typed events. */
final class Watching<K, V> implements Watch {
    private final Feed feed;

    Watching(Store store, Streams.Shape shape, Types<K, V> types, WatchSpec spec, WatchListener<K, V> listener) {
        WatchSpec own = encoded(types, spec);
        feed = Feed.begin(store, shape, own, new Feed.Sink() {
            @Override
            public void changed(Raw raw, long remaining) {
                tell(new WatchEvent.Changed<>(new TypedEntry<>(store.bucket(), types, raw)));
            }

            @Override
            public void current() {
                tell(new WatchEvent.Current<>());
            }

            private void tell(WatchEvent<K, V> event) {
                try {
                    listener.onEvent(event);
                } catch (Exception e) {
                    store.context().inside().failed(e);
                }
            }
        });
    }

    /** The same with filters as the bucket knows them. */
    static WatchSpec encoded(Types<?, ?> types, WatchSpec spec) {
        WatchSpec own = new WatchSpec().keys(types.filters(spec.keys()));
        if (spec.withHistory()) {
            own.history();
        }
        if (spec.isUpdatesOnly()) {
            own.updatesOnly();
        }
        if (spec.fromRevision() > 0) {
            own.fromRevision(spec.fromRevision());
        }
        if (spec.ignoresDeletes()) {
            own.ignoreDeletes();
        }
        if (spec.isMetaOnly()) {
            own.metaOnly();
        }
        return own;
    }

    CompletableFuture<Void> placed() {
        return feed.placed();
    }

    @Override
    public CompletableFuture<Void> current() {
        return feed.current().copy();
    }

    @Override
    public CompletableFuture<ConsumeEnd> ended() {
        return feed.ended();
    }

    @Override
    public long revision() {
        return feed.revision();
    }

    @Override
    public void close() {
        feed.stop();
    }
}
