// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.Pages;
import io.natskit.jetstream.internal.store.MappedPages;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Elements that come in pages, each asked for when the one before is used up. For one caller at a time. */
final class PagedList<T> implements Pages<T> {
    private final Context context;
    private final Source<T> source;
    private final ArrayDeque<T> page = new ArrayDeque<>();
    private boolean last;

    /** Where pages come from. */
    interface Source<T> {
        /** The next page. */
        CompletableFuture<Page<T>> next();
    }

    /**
     * A page.
     *
     * @param elements what it holds
     * @param last whether none follows
     */
    record Page<T>(List<T> elements, boolean last) {}

    PagedList(Context context, Source<T> source) {
        this.context = context;
        this.source = source;
    }

    @Override
    public CompletableFuture<Optional<T>> next() {
        return context.hop(nextRaw());
    }

    private CompletableFuture<Optional<T>> nextRaw() {
        T there = page.poll();
        if (there != null) {
            return CompletableFuture.completedFuture(Optional.of(there));
        }
        if (last) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return source.next().thenCompose(got -> {
            page.addAll(got.elements());
            last = got.last();
            return nextRaw();
        });
    }

    @Override
    public CompletableFuture<List<T>> all() {
        return context.hop(gather(new ArrayList<>()));
    }

    private CompletableFuture<List<T>> gather(List<T> into) {
        into.addAll(page);
        page.clear();
        if (last) {
            return CompletableFuture.completedFuture(into);
        }
        return source.next().thenCompose(got -> {
            into.addAll(got.elements());
            last = got.last();
            return gather(into);
        });
    }

    /** The same for a caller who waits; each iterator begins anew. */
    static <T> Iterable<T> blocking(Context context, String what, Supplier<Source<T>> sources) {
        return MappedPages.waiting(what, () -> {
            PagedList<T> list = new PagedList<>(context, sources.get());
            return () -> context.await(list.nextRaw(), what);
        });
    }
}
