// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.kv.Bucket;
import io.natskit.kv.Entry;
import io.natskit.kv.FlowBucket;
import io.natskit.kv.WatchEvent;
import io.natskit.kv.WatchSpec;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A bucket with demand. No state of its own. */
final class Flows<K, V> implements FlowBucket<K, V> {
    private final Engine<K, V> engine;

    Flows(Engine<K, V> engine) {
        this.engine = engine;
    }

    private <T> Flow.Publisher<T> publisher(Supplier<Upstream<T>> source) {
        return engine.store().context().publisher(source);
    }

    @Override
    public Flow.Publisher<K> keys(String... filters) {
        WatchSpec spec = engine.keysOf(List.of(filters));
        return publisher(
                () -> new Upstream<>(engine.store(), spec, raw -> engine.types().key(raw.key()), null));
    }

    @Override
    public Flow.Publisher<Entry<K, V>> history(K key) {
        WatchSpec spec = engine.historyOf(key);
        return publisher(() -> new Upstream<Entry<K, V>>(engine.store(), spec, engine::entry, null));
    }

    @Override
    public Flow.Publisher<WatchEvent<K, V>> watch(Consumer<WatchSpec> spec) {
        WatchSpec chosen = new WatchSpec();
        spec.accept(chosen);
        WatchSpec own = Watching.encoded(engine.types(), chosen);
        return publisher(() -> new Upstream<WatchEvent<K, V>>(
                engine.store(), own, raw -> new WatchEvent.Changed<>(engine.entry(raw)), WatchEvent.Current::new));
    }

    @Override
    public Bucket<K, V> blocking() {
        return new BlockingBucket<>(engine);
    }
}
