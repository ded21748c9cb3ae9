// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal.store;

import io.natskit.client.internal.flow.Pull;
import io.natskit.jetstream.Pages;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A list in pages as a source of a Flow: a page is asked for when its first element is wanted. */
public final class PagesPull<T> implements Pull<T> {
    private final Pages<T> pages;
    private final CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();

    /** Of a list that nobody else reads. */
    public PagesPull(Pages<T> pages) {
        this.pages = pages;
    }

    @Override
    public Optional<T> poll() {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Optional<T>> next() {
        return pages.next();
    }

    @Override
    public CompletableFuture<@Nullable Throwable> ended() {
        // an end is found by asking for elements
        return ended;
    }

    @Override
    public void cancel() {
        ended.complete(null);
    }
}
