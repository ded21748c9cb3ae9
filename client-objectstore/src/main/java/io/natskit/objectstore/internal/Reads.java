// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.OperationTimeoutException;
import io.natskit.jetstream.AsyncMessages;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.internal.catchup.Progress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads what there is of a subject, in order; one reading. */
final class Reads {
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Store store;
    private final String subject;
    private final Predicate<JetStreamMessage> each;
    private final Progress progress = new Progress();
    private volatile @Nullable AsyncMessages messages;
    private volatile long quietSince = System.nanoTime();

    private Reads(Store store, String subject, Predicate<JetStreamMessage> each) {
        this.store = store;
        this.subject = subject;
        this.each = each;
    }

    /**
     * Gives {@code each} what is there, one at a time, until it says false or all has come; where the connection completes futures. Fails after the timeout of JetStream in which nothing
     * came; who cancels it ends it.
     */
    static CompletableFuture<Void> scan(
            Store store, String subject, int ahead, boolean headersOnly, Predicate<JetStreamMessage> each) {
        Reads reads = new Reads(store, subject, each);
        AsyncMessages open = store.stream().ordered(reads.spec(headersOnly)).asyncMessages(s -> s.ahead(ahead));
        reads.messages = open;
        if (reads.progress.isCurrent()) {
            open.stop();
        }
        CompletableFuture<Void> all = Steps.run(() -> reads.step(open));
        all.whenComplete((nothing, error) -> open.stop());
        return all;
    }

    private Consumer<OrderedSpec> spec(boolean headersOnly) {
        return o -> {
            o.subjects(subject).onPlaced(made -> {
                AsyncMessages open = messages;
                if (progress.placed(made) && open != null) {
                    open.stop();
                }
            });
            if (headersOnly) {
                o.headersOnly();
            }
        };
    }

    /** Whether there is more to do. */
    private CompletableFuture<Boolean> step(AsyncMessages open) {
        if (progress.isCurrent()) {
            return CompletableFuture.completedFuture(false);
        }
        return open.next(QUIET).thenCompose(message -> {
            if (message.isPresent()) {
                quietSince = System.nanoTime();
                boolean more = each.test(message.get());
                boolean last = progress.handled(message.get().metadata());
                return CompletableFuture.completedFuture(more && !last);
            }
            if (progress.isCurrent()) {
                return CompletableFuture.completedFuture(false);
            }
            if (open.ended().isDone()) {
                throw new IllegalStateException(
                        "reading has ended: " + open.ended().join());
            }
            return isAll().thenApply(all -> {
                Duration timeout = store.context().js().options().timeout();
                if (!all && System.nanoTime() - quietSince > timeout.toNanos()) {
                    throw new OperationTimeoutException("reading \"" + subject + "\"", timeout);
                }
                return !all;
            });
        });
    }

    /** Whether all has come though nothing said so; see {@link Progress}. Never fails. */
    private CompletableFuture<Boolean> isAll() {
        String consumer = progress.consumer();
        if (consumer == null) {
            return CompletableFuture.completedFuture(false);
        }
        return store.stream()
                .async()
                .consumer(consumer)
                .info()
                .handle((info, error) -> error == null
                        && info.numPending() == 0
                        && progress.isAllOf(consumer, info.delivered().consumer()));
    }
}
