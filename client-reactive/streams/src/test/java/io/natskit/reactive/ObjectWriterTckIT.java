// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.server.NatsServer;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK over the subscriber that makes an object. */
public class ObjectWriterTckIT extends SubscriberBlackboxVerification<ByteBuffer> {
    private final AtomicInteger names = new AtomicInteger();
    private NatsServer server;
    private Connection connection;
    private ObjectStore store;

    public ObjectWriterTckIT() {
        super(new TestEnvironment(10_000, 40, 40));
    }

    @BeforeClass
    public void start() {
        server = NatsServer.builder().jetStream().start();
        connection = Nats.connect(server.url());
        store = ObjectStores.on(JetStream.on(connection)).createStore(StoreConfig.of("O"));
    }

    @AfterClass
    public void stop() {
        connection.close();
        server.close();
    }

    @Override
    public Subscriber<ByteBuffer> createSubscriber() {
        return ReactiveObjectStore.of(store).writer("o" + names.incrementAndGet(), p -> p.chunkBytes(1));
    }

    @Override
    public ByteBuffer createElement(int element) {
        return ByteBuffer.wrap(new byte[] {(byte) element});
    }
}
