// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.OutgoingMessage;
import io.natskit.server.NatsServer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK over the subscriber that publishes. */
public class SubscribersTckIT extends SubscriberBlackboxVerification<OutgoingMessage> {
    private NatsServer server;
    private Connection connection;

    public SubscribersTckIT() {
        super(new TestEnvironment(10_000, 40, 40));
    }

    @BeforeClass
    public void start() {
        server = NatsServer.builder().start();
        connection = Nats.connect(server.url());
    }

    @AfterClass
    public void stop() {
        connection.close();
        server.close();
    }

    @Override
    public Subscriber<OutgoingMessage> createSubscriber() {
        return ReactiveConnection.of(connection).publisher(8);
    }

    @Override
    public OutgoingMessage createElement(int element) {
        return OutgoingMessage.of("a", new byte[] {(byte) element});
    }
}
