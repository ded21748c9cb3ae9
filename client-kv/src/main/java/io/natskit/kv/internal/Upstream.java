// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.internal.flow.Relay;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.internal.catchup.Progress;
import io.natskit.kv.WatchSpec;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a bucket's subscriber is given: the messages of an ordered consumer, turned into something else, and the end of what was there. Demand goes through to the server;
 * a message that is not wanted is made good by asking for one more.
 */
final class Upstream<T> extends Relay<JetStreamMessage, T> {
    private final Function<Raw, T> map;
    private final @Nullable Supplier<T> end;
    private final WatchSpec spec;
    private final Progress progress = new Progress();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile String prefix = "";

    /**
     * Begins.
     *
     * @param end what stands for the end of what was there; null to end there instead
     */
    Upstream(Store store, WatchSpec spec, Function<Raw, T> map, @Nullable Supplier<T> end) {
        this.spec = spec;
        this.map = map;
        this.end = end;
        store.shapeAsync().whenComplete((shape, error) -> {
            if (error != null) {
                finish(Failures.cause(error));
                return;
            }
            prefix = shape.readPrefix();
            store.context()
                    .js()
                    .flow()
                    .ordered(store.stream(), Feed.ordered(shape, spec).andThen(o -> o.onPlaced(this::placed)))
                    .subscribe(this);
        });
    }

    private void placed(OrderedSpec.Placed made) {
        if (progress.placed(made) || spec.isUpdatesOnly() && progress.declare()) {
            current();
        }
    }

    private void current() {
        if (!told.compareAndSet(false, true)) {
            return;
        }
        if (end != null) {
            put(end.get());
        } else {
            stop(null);
        }
    }

    @Override
    public void onNext(JetStreamMessage message) {
        if (spec.isUpdatesOnly() && progress.declare()) {
            current();
        }
        Raw raw = Raw.of(prefix, message, spec.isMetaOnly());
        boolean last = progress.handled(message.metadata());
        if (!spec.ignoresDeletes() || raw.isPresent()) {
            T item;
            try {
                item = map.apply(raw);
            } catch (RuntimeException e) {
                stop(e);
                return;
            }
            put(item);
        } else if (!last || end != null) {
            askForOneMore();
        }
        if (last) {
            current();
        }
    }
}
