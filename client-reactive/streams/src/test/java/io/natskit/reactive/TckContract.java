// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.server.NatsServer;
import io.natskit.server.NatsServerBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** What the runs of the Reactive Streams TCK over real publishers share: a server with JetStream in memory, and a connection. */
abstract class TckContract<T> extends PublisherVerification<T> {
    /** How many elements a publisher without an end has ready for each subscriber. */
    static final int READY = 64;

    NatsServer server;
    Connection connection;
    JetStream js;
    private final List<Connection> closed = new ArrayList<>();

    TckContract() {
        super(new TestEnvironment(10_000, 40, 40), 100);
    }

    @BeforeClass
    public void start() {
        server = serverToUse().start();
        connection = Nats.connect(server.url());
        js = JetStream.on(connection);
        prepare();
    }

    /** How the server is made. */
    NatsServerBuilder serverToUse() {
        return NatsServer.builder().jetStream();
    }

    /** What is needed once. */
    void prepare() {}

    @AfterClass
    public void stop() {
        connection.close();
        server.close();
    }

    /** A connection that is closed: whoever subscribes to something of it fails. */
    Connection closed() {
        if (closed.isEmpty()) {
            Connection c = Nats.connect(server.url());
            c.close();
            closed.add(c);
        }
        return closed.get(0);
    }

    /** Made anew for each subscriber. */
    static <T> Publisher<T> each(Supplier<Publisher<T>> publisher) {
        return subscriber -> publisher.get().subscribe(subscriber);
    }

    /** Runs {@code subscribed}, on a thread of its own, when the subscriber has been subscribed. */
    static <T> Publisher<T> then(Publisher<T> publisher, Runnable subscribed) {
        return target -> publisher.subscribe(target == null ? null : new Telling<>(target, subscribed, item -> {}));
    }

    /** Runs {@code seen} with each element before the subscriber gets it. */
    static <T> Publisher<T> seen(Publisher<T> publisher, Consumer<? super T> seen) {
        return target -> publisher.subscribe(target == null ? null : new Telling<>(target, () -> {}, seen));
    }

    private record Telling<T>(Subscriber<? super T> target, Runnable subscribed, Consumer<? super T> seen)
            implements Subscriber<T> {
        @Override
        public void onSubscribe(Subscription subscription) {
            target.onSubscribe(subscription);
            Thread thread = new Thread(subscribed, "publish for TCK");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void onNext(T item) {
            seen.accept(item);
            target.onNext(item);
        }

        @Override
        public void onError(Throwable error) {
            target.onError(error);
        }

        @Override
        public void onComplete() {
            target.onComplete();
        }
    }
}
