// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import io.natskit.jetstream.ConsumeEnd;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** Shows what a watch tells, no more than is wanted, and waits until that is over. The watch tells one after another; whoever started it waits. */
public final class Showing {
    private final long most;
    private final AtomicLong shown = new AtomicLong();
    private final CompletableFuture<Optional<ConsumeEnd>> over = new CompletableFuture<>();

    /** Over after {@code most}; never for 0. */
    public Showing(long most) {
        this.most = most;
    }

    /** One more has come: shown by {@code how}, unless it is one too many. */
    public void next(Runnable how) {
        if (most == 0 || shown.get() < most) {
            how.run();
            if (shown.incrementAndGet() == most) {
                over.complete(Optional.empty());
            }
        }
    }

    /** Waits until there were enough; fails where the watch, {@code what} for whoever reads, has {@code ended} before. */
    public void await(CompletableFuture<ConsumeEnd> ended, String what)
            throws InterruptedException, ExecutionException {
        ended.thenAccept(end -> over.complete(Optional.of(end)));
        Optional<ConsumeEnd> early = over.get();
        if (early.isPresent()) {
            throw EarlyEnd.of(early.get(), what);
        }
    }
}
