// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.jetstream.ConsumeEvent;
import io.natskit.wire.headers.Headers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a push consumer sends (ADR-9). A flow control request is answered when the messages before it have been handled or taken, so that the server's window bounds what
 * waits here; no bound of the client drops a message or a request.
 */
final class Pushing extends Intake {
    private static final byte[] NOTHING = new byte[0];

    private final boolean heartbeats;
    private final @Nullable Target fixed;
    private final Keeper keeper;

    // guarded by the lock: the request that waits for its answer, and after how many messages it came
    private @Nullable Message request;
    private long requestAt;

    /** What the consumer {@code fixed} sends, or those of {@code keeper}. */
    Pushing(
            Context context,
            Acks acks,
            @Nullable Target fixed,
            Duration heartbeat,
            Consumer<? super ConsumeEvent> events,
            Keeper keeper) {
        super(context, acks, heartbeat, events);
        this.heartbeats = !heartbeat.isZero();
        this.fixed = fixed;
        this.keeper = keeper;
    }

    @Override
    Optional<Target> target() {
        return fixed == null ? keeper.target() : Optional.of(fixed);
    }

    @Override
    boolean arrives(Message message) {
        return keeper.accepts(message);
    }

    @Override
    void status(Message message, int code) {
        if (code == 100 && message.wantsReply()) {
            ask(message);
        } else if (code == 100) {
            heartbeat(message.headers());
        } else if (code == 409 && message.headers().statusDescription().startsWith("Consumer Deleted")) {
            gone(message);
        } else {
            tell(new ConsumeEvent.Warned(code, message.headers().statusDescription()));
        }
    }

    private void gone(Message message) {
        String text = message.headers().statusDescription();
        if (!keeper.rescues(text)) {
            refused(gone(target().orElse(new Target("?", "?")), 409, text));
        }
    }

    private void heartbeat(Headers headers) {
        String stalled = headers.first("Nats-Consumer-Stalled");
        if (stalled != null && arrived() - processed() == 0) {
            // the answer to its request was lost
            publish(stalled);
        }
        String last = headers.first("Nats-Last-Consumer");
        if (last != null && keeper instanceof Ordering ordering && ordering.hasMissed(last)) {
            keeper.rescues("gap");
        }
    }

    private void ask(Message message) {
        boolean now;
        lock.lock();
        try {
            request = message;
            requestAt = arrived();
            now = processed() >= requestAt;
            if (now) {
                request = null;
            }
        } finally {
            lock.unlock();
        }
        if (now) {
            answer(message);
        }
    }

    @Override
    void done(Message message) {
        Message due = null;
        if (request != null) {
            lock.lock();
            try {
                if (request != null && processed() >= requestAt) {
                    due = request;
                    request = null;
                }
            } finally {
                lock.unlock();
            }
        }
        if (due != null) {
            answer(due);
        }
    }

    private void answer(Message flowControl) {
        try {
            flowControl.reply(NOTHING);
        } catch (NatsException e) {
            // the server asks again with its next heartbeat
            tell(new ConsumeEvent.Warned(100, "flow control was not answered: " + e.getMessage()));
        }
    }

    private void publish(String subject) {
        try {
            context.connection().publish(subject, NOTHING);
        } catch (NatsException e) {
            tell(new ConsumeEvent.Warned(100, "flow control was not answered: " + e.getMessage()));
        }
    }

    @Override
    boolean expectsHeartbeats() {
        return heartbeats;
    }

    @Override
    void silent() {
        keeper.rescues("silence");
    }

    @Override
    void reconnected() {
        keeper.rescues("reconnect");
    }

    @Override
    void begin() {
        // the server sends by itself
    }
}
