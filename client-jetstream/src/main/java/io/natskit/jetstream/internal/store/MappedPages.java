// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal.store;

import io.natskit.jetstream.Pages;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pages of something else. For one caller at a time.
 *
 * @param from what comes
 * @param map what is made of it; what is mapped to null is left out
 */
public record MappedPages<T, R>(Pages<T> from, Function<T, @Nullable R> map) implements Pages<R> {
    @Override
    public CompletableFuture<Optional<R>> next() {
        return from.next().thenCompose(element -> {
            if (element.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            R mapped = map.apply(element.get());
            return mapped == null ? next() : CompletableFuture.completedFuture(Optional.of(mapped));
        });
    }

    @Override
    public CompletableFuture<List<R>> all() {
        return from.all().thenApply(elements -> {
            List<R> kept = new ArrayList<>();
            for (T element : elements) {
                R mapped = map.apply(element);
                if (mapped != null) {
                    kept.add(mapped);
                }
            }
            return kept;
        });
    }

    /** Pages for a caller who waits; each iterator begins anew. {@code what} names the elements. */
    public static <T> Iterable<T> blocking(Context context, String what, Supplier<Pages<T>> pages) {
        return waiting(what, () -> {
            Pages<T> from = pages.get();
            return () -> context.await(from.next(), what);
        });
    }

    /** Elements of which each is waited for; each iterator begins anew with a source of its own, which gives nothing at the end. {@code what} names the elements. */
    public static <T> Iterable<T> waiting(String what, Supplier<Supplier<Optional<T>>> sources) {
        return () -> {
            Supplier<Optional<T>> source = sources.get();
            return new Iterator<>() {
                private @Nullable T ahead;

                @Override
                public boolean hasNext() {
                    if (ahead == null) {
                        ahead = source.get().orElse(null);
                    }
                    return ahead != null;
                }

                @Override
                public T next() {
                    T element = hasNext() ? ahead : null;
                    if (element == null) {
                        throw new NoSuchElementException("no more " + what);
                    }
                    ahead = null;
                    return element;
                }
            };
        };
    }
}
