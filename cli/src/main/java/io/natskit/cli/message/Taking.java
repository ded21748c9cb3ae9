// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.message;

import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Messages;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages of a consumer one after another: ahead of whoever asks where there is no end, and one by one where only so many are wanted, so
 * that none is left waiting for an acknowledgement that nobody sends. One thread takes; any may close.
 */
public final class Taking implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Function<Duration, Optional<JetStreamMessage>> next;
    private final Runnable end;
    private volatile boolean closed;

    private Taking(Function<Duration, Optional<JetStreamMessage>> next, Runnable end) {
        this.next = next;
        this.end = end;
    }

    /** Takes as many as there are. */
    public static Taking all(Messages messages) {
        return new Taking(messages::next, messages::close);
    }

    /** Takes one at a time. */
    public static Taking single(ConsumerHandle consumer) {
        return new Taking(consumer::next, () -> {});
    }

    /** The next one, or nothing where none comes within {@code quiet}; waits for ever, or until it is closed, where that is null. */
    public Optional<JetStreamMessage> next(@Nullable Duration quiet) {
        Optional<JetStreamMessage> message = next.apply(quiet == null ? PATIENCE : quiet);
        while (message.isEmpty() && quiet == null && !closed) {
            message = next.apply(PATIENCE);
        }
        return message;
    }

    @Override
    public void close() {
        closed = true;
        end.run();
    }
}
