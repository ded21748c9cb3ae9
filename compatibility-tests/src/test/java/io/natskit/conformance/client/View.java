// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import io.natskit.client.AsyncSubscription;
import io.natskit.client.Connection;
import io.natskit.client.FlowSink;
import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.Replies;
import io.natskit.client.RequestManyOptions;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of the three views of a connection, seen through the same blocking methods, so that one contract holds all. Each wait is bounded. */
enum View {
    BLOCKING {
        @Override
        void publish(Connection nats, OutgoingMessage message) {
            nats.publish(message);
        }

        @Override
        Message request(Connection nats, OutgoingMessage message, Duration timeout) {
            return nats.request(message, timeout);
        }

        @Override
        List<Message> requestMany(
                Connection nats, OutgoingMessage message, Consumer<RequestManyOptions.Builder> options) {
            try (Replies replies = nats.requestMany(message, options)) {
                return replies.all();
            }
        }

        @Override
        Source subscribe(Connection nats, String subject, SubscribeOptions options) {
            Subscription subscription = nats.subscribe(subject, options);
            return new Source() {
                @Override
                public @Nullable Message next() {
                    return inTime(() -> subscription.next(PATIENCE));
                }

                @Override
                public void cancel() {
                    subscription.close();
                }
            };
        }
    },
    ASYNC {
        @Override
        void publish(Connection nats, OutgoingMessage message) {
            join(nats.async().publish(message));
        }

        @Override
        Message request(Connection nats, OutgoingMessage message, Duration timeout) {
            return join(nats.async().request(message, timeout));
        }

        @Override
        List<Message> requestMany(
                Connection nats, OutgoingMessage message, Consumer<RequestManyOptions.Builder> options) {
            return join(nats.async().requestMany(message, options).all());
        }

        @Override
        Source subscribe(Connection nats, String subject, SubscribeOptions options) {
            AsyncSubscription subscription = nats.async().subscribe(subject, options);
            return new Source() {
                @Override
                public @Nullable Message next() {
                    return inTime(() -> join(subscription.next(PATIENCE)));
                }

                @Override
                public void cancel() {
                    subscription.unsubscribe();
                }
            };
        }
    },
    FLOW {
        @Override
        void publish(Connection nats, OutgoingMessage message) {
            FlowSink sink = nats.flow().publisher();
            sink.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            sink.onNext(message);
            sink.onComplete();
            join(sink.completion());
        }

        @Override
        Message request(Connection nats, OutgoingMessage message, Duration timeout) {
            Message reply = new Collector(nats.flow().request(message, timeout)).next();
            if (reply == null) {
                throw new IllegalStateException("it ended without a reply");
            }
            return reply;
        }

        @Override
        List<Message> requestMany(
                Connection nats, OutgoingMessage message, Consumer<RequestManyOptions.Builder> options) {
            Collector collector = new Collector(nats.flow().requestMany(message, options));
            List<Message> all = new ArrayList<>();
            for (Message one = collector.next(); one != null; one = collector.next()) {
                all.add(one);
            }
            return all;
        }

        @Override
        Source subscribe(Connection nats, String subject, SubscribeOptions options) {
            return new Collector(nats.flow().subscribe(subject, options));
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A subscription, or the publisher that stands for one. */
    interface Source {
        /** The next message; null when it has ended well. Throws what ended it otherwise. */
        @Nullable
        Message next();

        void cancel();
    }

    abstract void publish(Connection nats, OutgoingMessage message);

    abstract Message request(Connection nats, OutgoingMessage message, Duration timeout);

    abstract List<Message> requestMany(
            Connection nats, OutgoingMessage message, Consumer<RequestManyOptions.Builder> options);

    abstract Source subscribe(Connection nats, String subject, SubscribeOptions options);

    /** The message, or null where there will be none; that none came in time is neither. */
    private static @Nullable Message inTime(Supplier<Optional<Message>> next) {
        long begun = System.nanoTime();
        Optional<Message> message = next.get();
        if (message.isEmpty() && System.nanoTime() - begun >= PATIENCE.toNanos()) {
            throw nothingCame();
        }
        return message.orElse(null);
    }

    private static AssertionError nothingCame() {
        return new AssertionError("neither a message nor the end within " + PATIENCE);
    }

    /** Later than what may wait for {@link #PATIENCE} itself. */
    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.orTimeout(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Asks for one at a time. */
    private static final class Collector implements Flow.Subscriber<Message>, Source {
        private static final Object END = new Object();

        private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
        private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();

        Collector(Flow.Publisher<Message> publisher) {
            publisher.subscribe(this);
            join(source);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source.complete(subscription);
        }

        @Override
        public void onNext(Message message) {
            signals.add(message);
        }

        @Override
        public void onError(Throwable error) {
            signals.add(error);
        }

        @Override
        public void onComplete() {
            signals.add(END);
        }

        @Override
        public @Nullable Message next() {
            join(source).request(1);
            try {
                Object signal = signals.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (signal == null) {
                    throw nothingCame();
                }
                if (signal instanceof Throwable failure) {
                    throw failure instanceof RuntimeException known ? known : new CompletionException(failure);
                }
                return signal instanceof Message message ? message : null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void cancel() {
            join(source).cancel();
        }
    }
}
