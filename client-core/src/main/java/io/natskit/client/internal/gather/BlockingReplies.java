// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.gather;

import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.Replies;
import io.natskit.client.RepliesEnd;
import io.natskit.client.RequestManyOptions;
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

/** The blocking shape of a request for many replies: who takes them watches for the end. */
public final class BlockingReplies implements Replies {

    private final ReplySource source;
    private final Gathering gathering;

    private BlockingReplies(ReplySource source, Gathering gathering) {
        this.source = source;
        this.gathering = gathering;
    }

    /** Sends the request. Throws as publishing does; nothing is left behind then. */
    public static Replies request(
            Connection connection, ReplySource.Opener opener, OutgoingMessage message, RequestManyOptions options) {
        checkNoReply(message);
        Gathering gathering = new Gathering(options, connection.options().requestTimeout(), System.nanoTime());
        ReplySource source = opener.open(message.subject(), gathering.deadlineNanos());
        try {
            connection.publish(message.withReplyTo(source.replySubject()));
        } catch (RuntimeException | Error e) {
            source.close();
            throw e;
        }
        return new BlockingReplies(source, gathering);
    }

    static void checkNoReply(OutgoingMessage message) {
        if (message.replyTo() != null) {
            throw new IllegalArgumentException(
                    "request with a reply subject of its own: \"" + message.replyTo() + "\" (expected: none)");
        }
    }

    @Override
    public Optional<Message> next() {
        while (gathering.end() == null) {
            long wait = gathering.waitNanos(System.nanoTime());
            @Nullable Message reply = wait <= 0 ? source.poll() : source.take(wait);
            if (reply == null) {
                nothingCame();
            } else if (gathering.take(reply, System.nanoTime())) {
                if (gathering.end() != null) {
                    source.close();
                }
                return Optional.of(reply);
            }
        }
        source.close();
        return Optional.empty();
    }

    private void nothingCame() {
        RuntimeException failure = source.failure();
        if (failure != null) {
            finish(RepliesEnd.FAILED);
            throw failure;
        }
        long now = System.nanoTime();
        if (gathering.waitNanos(now) <= 0 || source.ended()) {
            gathering.timeUp(now);
        }
    }

    private void finish(RepliesEnd why) {
        gathering.end(why);
        source.close();
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
