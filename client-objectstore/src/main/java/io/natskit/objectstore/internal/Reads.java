// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.OperationTimeoutException;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.internal.catchup.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads what there is of a subject, in order, on the caller's thread. */
final class Reads {
    private static final Duration QUIET = Duration.ofSeconds(1);

    private Reads() {}

    /** Gives {@code each} what is there, until it says false or all has come. Fails after the timeout of JetStream in which nothing came. */
    static void scan(Store store, String subject, int ahead, boolean headersOnly, Predicate<JetStreamMessage> each) {
        Progress progress = new Progress();
        AtomicReference<Messages> open = new AtomicReference<>();
        Consumer<OrderedSpec> spec = o -> {
            o.subjects(subject).onPlaced(made -> {
                if (progress.placed(made)) {
                    Messages messages = open.get();
                    if (messages != null) {
                        messages.stop();
                    }
                }
            });
            if (headersOnly) {
                o.headersOnly();
            }
        };
        try (Messages messages = store.stream().ordered(spec).messages(s -> s.ahead(ahead))) {
            open.set(messages);
            Duration timeout = store.context().js().options().timeout();
            long quietSince = System.nanoTime();
            while (!progress.isCurrent()) {
                Optional<JetStreamMessage> message = messages.next(QUIET);
                if (message.isPresent()) {
                    quietSince = System.nanoTime();
                    boolean more = each.test(message.get());
                    if (progress.handled(message.get().metadata()) || !more) {
                        return;
                    }
                } else if (!progress.isCurrent() && messages.ended().isDone()) {
                    throw new IllegalStateException(
                            "reading has ended: " + messages.ended().join());
                } else if (!progress.isCurrent() && isAll(store, progress)) {
                    return;
                } else if (System.nanoTime() - quietSince > timeout.toNanos()) {
                    throw new OperationTimeoutException("reading \"" + subject + "\"", timeout);
                }
            }
        }
    }

    private static boolean isAll(Store store, Progress progress) {
        String consumer = progress.consumer();
        return consumer != null
                && store.stream()
                        .findConsumer(consumer)
                        .map(c -> c.info())
                        .filter(info -> info.numPending() == 0
                                && progress.isAllOf(consumer, info.delivered().consumer()))
                        .isPresent();
    }
}
