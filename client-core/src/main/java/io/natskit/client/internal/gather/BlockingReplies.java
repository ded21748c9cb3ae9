// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.gather;

import io.natskit.client.Connection;
import io.natskit.client.ConnectionClosedException;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.PermissionException;
import io.natskit.client.Registration;
import io.natskit.client.Replies;
import io.natskit.client.RepliesEnd;
import io.natskit.client.RequestManyOptions;
import io.natskit.client.Subscription;
import io.natskit.client.SubscriptionEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The blocking shape of a request for many replies: a subscription to an inbox of its own, gone when it has ended. */
public final class BlockingReplies implements Replies {

    private final Subscription inbox;
    private final Gathering gathering;
    private final Registration refusals;
    private volatile @Nullable NatsException failure;

    private BlockingReplies(Connection connection, String subject, Subscription inbox, RequestManyOptions options) {
        this.inbox = inbox;
        this.gathering = new Gathering(options, connection.options().requestTimeout(), System.nanoTime());
        this.refusals = connection.onEvent(event -> refusedBy(event, subject));
    }

    /** Sends the request. Throws as publishing does; nothing is left behind then. */
    public static Replies request(Connection connection, OutgoingMessage message, RequestManyOptions options) {
        checkNoReply(message);
        Subscription inbox = connection.subscribe(connection.newInbox());
        BlockingReplies replies = new BlockingReplies(connection, message.subject(), inbox, options);
        try {
            connection.publish(message.withReplyTo(inbox.subject()));
        } catch (RuntimeException | Error e) {
            replies.close();
            throw e;
        }
        return replies;
    }

    static void checkNoReply(OutgoingMessage message) {
        if (message.replyTo() != null) {
            throw new IllegalArgumentException(
                    "request with a reply subject of its own: \"" + message.replyTo() + "\" (expected: none)");
        }
    }

    /** The server's refusal of a publish names a subject and no request, so it is for all of that subject. */
    private void refusedBy(ConnectionEvent event, String subject) {
        if (event instanceof ConnectionEvent.ServerError e
                && e.error() instanceof PermissionException p
                && p.action() == PermissionException.Action.PUBLISH
                && p.subject().equals(subject)) {
            failure = p;
            inbox.unsubscribe();
        }
    }

    @Override
    public Optional<Message> next() {
        while (gathering.end() == null) {
            long wait = gathering.waitNanos(System.nanoTime());
            Optional<Message> reply;
            try {
                reply = wait <= 0 ? inbox.poll() : inbox.next(Duration.ofNanos(wait));
            } catch (NatsException e) {
                finish(RepliesEnd.FAILED);
                throw e;
            }
            if (reply.isEmpty()) {
                nothingCame();
            } else if (gathering.take(reply.get(), System.nanoTime())) {
                if (gathering.end() != null) {
                    release();
                }
                return reply;
            }
        }
        release();
        return Optional.empty();
    }

    private void nothingCame() {
        NatsException refused = failure;
        if (refused != null) {
            finish(RepliesEnd.FAILED);
            throw refused.copy();
        }
        long now = System.nanoTime();
        if (!inbox.isActive()) {
            finish(RepliesEnd.FAILED);
            throw closed(inbox);
        }
        if (gathering.waitNanos(now) <= 0) {
            gathering.timeUp(now);
        }
    }

    private static NatsException closed(Subscription inbox) {
        @Nullable SubscriptionEnd end = inbox.ended().getNow(null);
        NatsException cause = end == null ? null : end.error();
        return new ConnectionClosedException("the connection closed before all replies were there", cause);
    }

    private void finish(RepliesEnd why) {
        gathering.end(why);
        release();
    }

    private void release() {
        refusals.close();
        inbox.unsubscribe();
    }

    @Override
    public Iterator<Message> iterator() {
        return new Iterator<>() {
            private Optional<Message> ahead = Optional.empty();

            @Override
            public boolean hasNext() {
                if (ahead.isEmpty()) {
                    ahead = BlockingReplies.this.next();
                }
                return ahead.isPresent();
            }

            @Override
            public Message next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("no more replies: " + gathering.end());
                }
                Message taken = ahead.get();
                ahead = Optional.empty();
                return taken;
            }
        };
    }

    @Override
    public Stream<Message> stream() {
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), traits), false)
                .onClose(this::close);
    }

    @Override
    public List<Message> all() {
        List<Message> all = new ArrayList<>();
        for (Message reply : this) {
            all.add(reply);
        }
        return all;
    }

    @Override
    public Optional<RepliesEnd> end() {
        return Optional.ofNullable(gathering.end());
    }

    @Override
    public void close() {
        finish(RepliesEnd.CANCELLED);
    }
}
