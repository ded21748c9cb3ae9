// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.config;

import io.natskit.client.Registration;
import io.natskit.client.internal.routing.Failures;
import io.natskit.kv.Bucket;
import io.natskit.kv.Watch;
import io.natskit.kv.WatchEvent;
import io.natskit.kv.internal.Front;
import io.natskit.kv.internal.Latest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a type of your own that follow keys of a bucket. {@link #get()} never waits: it gives the last settings that could be made. Keys that make none are reported,
 * and the settings before stay.
 *
 * <pre>{@code
 * record Limits(int perSecond, Duration pause, String mode) {}
 * Configuration<Limits> limits = Configuration.follow(bucket, "limits", Binders.ofRecord(new Limits(10, Duration.ofSeconds(1), "soft")));
 * limits.onChange((before, now) -> throttle.set(now.perSecond()));
 * }</pre>
 *
 * @param <T> the settings, best immutable
 */
public final class Configuration<T> implements AutoCloseable {
    private final String prefix;
    private final Function<? super Map<String, String>, ? extends T> binder;
    private final List<BiConsumer<? super T, ? super T>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<? super RuntimeException>> invalid = new CopyOnWriteArrayList<>();
    private volatile State<T> state;
    // touched by the watch alone, one event at a time
    private final Map<String, String> known = new HashMap<>();
    private boolean current;
    private boolean bound;
    private long seen;
    private final Consumer<? super T> states;
    private volatile @Nullable Watch watch;

    private record State<T>(T settings, long revision, Optional<RuntimeException> failure) {}

    private Configuration(
            String prefix, Function<? super Map<String, String>, ? extends T> binder, Consumer<? super T> states) {
        this.prefix = prefix + ".";
        this.binder = binder;
        this.states = states;
        this.state = new State<>(binder.apply(Map.of()), 0, Optional.empty());
    }

    /**
     * Follows the keys behind {@code prefix} and a dot. Returns when what is there has been read; {@code binder} gets the keys without the prefix, and must make settings of none
     * at all, the defaults.
     */
    public static <T> Configuration<T> follow(
            Bucket<String, String> bucket, String prefix, Function<? super Map<String, String>, ? extends T> binder) {
        try {
            return Configuration.<T>followAsync(bucket, prefix, binder).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    /** {@link #follow} for callers that must not wait. */
    public static <T> CompletableFuture<Configuration<T>> followAsync(
            Bucket<String, String> bucket, String prefix, Function<? super Map<String, String>, ? extends T> binder) {
        return new Configuration<T>(prefix, binder, settings -> {}).begin(bucket);
    }

    /**
     * The settings that are, and then each that follows, for streams with demand: of settings that were not asked for in time, the last are given. Cold: each subscriber follows by
     * itself, and cancelling follows no more.
     */
    public static <T> Flow.Publisher<T> flow(
            Bucket<String, String> bucket, String prefix, Function<? super Map<String, String>, ? extends T> binder) {
        return Front.publisher(bucket, () -> {
            Latest<T> latest = new Latest<>();
            latest.until(
                    new Configuration<T>(prefix, binder, latest::offer)
                            .begin(bucket)
                            .thenApply(made -> {
                                made.ended().thenRun(() -> latest.finish(null));
                                return made;
                            }),
                    Configuration::close);
            return latest;
        });
    }

    private CompletableFuture<Configuration<T>> begin(Bucket<String, String> bucket) {
        CompletableFuture<Configuration<T>> result = new CompletableFuture<>();
        bucket.async()
                .watch(w -> w.keys(prefix + ">"), this::happened)
                .thenCompose(began -> {
                    watch = began;
                    result.whenComplete((made, error) -> {
                        if (error != null) {
                            began.close();
                        }
                    });
                    return began.current();
                })
                .whenComplete((nothing, error) -> {
                    if (error == null) {
                        result.complete(this);
                    } else {
                        result.completeExceptionally(Failures.cause(error));
                    }
                });
        return result;
    }

    private void happened(WatchEvent<String, String> event) {
        if (event instanceof WatchEvent.Changed<String, String> changed) {
            String key = changed.entry().key().substring(prefix.length());
            seen = changed.entry().revision();
            if (changed.entry().isPresent()) {
                known.put(key, changed.entry().value());
            } else {
                known.remove(key);
            }
        } else {
            current = true;
        }
        // what is there is one state, not a row of them
        if (current) {
            bind();
        }
    }

    private void bind() {
        State<T> before = state;
        boolean first = !bound;
        bound = true;
        T fresh;
        try {
            fresh = binder.apply(Map.copyOf(known));
        } catch (RuntimeException e) {
            state = new State<>(before.settings(), seen, Optional.of(e));
            if (first) {
                states.accept(before.settings());
            }
            invalid.forEach(listener -> listener.accept(e));
            return;
        }
        state = new State<>(fresh, seen, Optional.empty());
        boolean changed = !fresh.equals(before.settings());
        if (first || changed) {
            states.accept(fresh);
        }
        if (changed) {
            listeners.forEach(listener -> listener.accept(before.settings(), fresh));
        }
    }

    /** The settings. */
    public T get() {
        return state.settings();
    }

    /** The last revision that was looked at; 0 for none. */
    public long revision() {
        return state.revision();
    }

    /** Why the last change made no settings; empty when it did. */
    public Optional<RuntimeException> failure() {
        return state.failure();
    }

    /** Is told the settings before and now, when they differ. */
    public Registration onChange(BiConsumer<? super T, ? super T> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Is told why a change made no settings. */
    public Registration onInvalid(Consumer<? super RuntimeException> listener) {
        invalid.add(listener);
        return () -> invalid.remove(listener);
    }

    /** Completes when it follows no more: closed, the bucket deleted, the connection closed. */
    public CompletableFuture<Void> ended() {
        return Objects.requireNonNull(watch).ended().thenApply(end -> null);
    }

    /** Follows no more; the last settings stay. */
    @Override
    public void close() {
        Objects.requireNonNull(watch).close();
    }
}
