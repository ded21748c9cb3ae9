// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One of the three shapes of a connection, seen through one set of blocking methods, so that one contract tests all. */
interface Shape {

    void publish(OutgoingMessage message);

    Message request(OutgoingMessage message, Duration timeout);

    List<Message> requestMany(OutgoingMessage message, Consumer<RequestManyOptions.Builder> options);

    Source subscribe(String subject, SubscribeOptions options);

    /** A subscription, or the publisher that stands for one. */
    interface Source {
        /** The next message; null when it has ended well. Throws what ended it badly. */
        Message next();

        void cancel();
    }

    record Blocking(Connection connection) implements Shape {
        @Override
        public void publish(OutgoingMessage message) {
            connection.publish(message);
        }

        @Override
        public Message request(OutgoingMessage message, Duration timeout) {
            return connection.request(message, timeout);
        }

        @Override
        public List<Message> requestMany(OutgoingMessage message, Consumer<RequestManyOptions.Builder> options) {
            try (Replies replies = connection.requestMany(message, options)) {
                return replies.all();
            }
        }

        @Override
        public Source subscribe(String subject, SubscribeOptions options) {
            Subscription subscription = connection.subscribe(subject, options);
            return new Source() {
                @Override
                public Message next() {
                    return subscription.next(Duration.ofSeconds(10)).orElse(null);
                }

                @Override
                public void cancel() {
                    subscription.close();
                }
            };
        }
    }

    record Async(AsyncConnection connection) implements Shape {
        @Override
        public void publish(OutgoingMessage message) {
            join(connection.publish(message));
        }

        @Override
        public Message request(OutgoingMessage message, Duration timeout) {
            return join(connection.request(message, timeout));
        }

        @Override
        public List<Message> requestMany(OutgoingMessage message, Consumer<RequestManyOptions.Builder> options) {
            return join(connection.requestMany(message, options).all());
        }

        @Override
        public Source subscribe(String subject, SubscribeOptions options) {
            AsyncSubscription subscription = connection.subscribe(subject, options);
            return new Source() {
                @Override
                public Message next() {
                    return join(subscription.next(Duration.ofSeconds(10))).orElse(null);
                }

                @Override
                public void cancel() {
                    subscription.unsubscribe();
                }
            };
        }
    }

    record Streaming(FlowConnection connection) implements Shape {
        @Override
        public void publish(OutgoingMessage message) {
            FlowSink sink = connection.publisher();
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
        public Message request(OutgoingMessage message, Duration timeout) {
            return new Collector(connection.request(message, timeout), 1).next();
        }

        @Override
        public List<Message> requestMany(OutgoingMessage message, Consumer<RequestManyOptions.Builder> options) {
            Collector collector = new Collector(connection.requestMany(message, options), 1);
            List<Message> all = new ArrayList<>();
            for (Message m = collector.next(); m != null; m = collector.next()) {
                all.add(m);
            }
            return all;
        }

        @Override
        public Source subscribe(String subject, SubscribeOptions options) {
            return new Collector(connection.subscribe(subject, options), 3);
        }
    }

    /** Asks for a few at a time. */
    final class Collector implements Flow.Subscriber<Message>, Source {
        private static final Object END = new Object();
        private final LinkedBlockingQueue<Object> signals = new LinkedBlockingQueue<>();
        private final CountDownLatch subscribed = new CountDownLatch(1);
        private final int window;
        private volatile Flow.Subscription source;
        private int credit;

        Collector(Flow.Publisher<Message> publisher, int window) {
            this.window = window;
            publisher.subscribe(this);
            try {
                if (!subscribed.await(10, TimeUnit.SECONDS)) {
                    throw new AssertionError("no onSubscribe");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
            subscribed.countDown();
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
        public Message next() {
            if (credit == 0) {
                credit = window;
                source.request(window);
            }
            credit--;
            try {
                Object signal = signals.poll(10, TimeUnit.SECONDS);
                if (signal instanceof RuntimeException e) {
                    throw e;
                }
                return signal instanceof Message m ? m : null;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void cancel() {
            source.cancel();
        }
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
