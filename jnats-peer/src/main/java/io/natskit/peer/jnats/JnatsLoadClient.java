// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.natskit.peer.load.LoadClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** jnats as the loads see it, with its own defaults, except that no message is dropped on the way to a sink. */
final class JnatsLoadClient implements LoadClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Connection connection;

    private JnatsLoadClient(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void publish(String subject, byte[] payload) {
        connection.publish(subject, payload);
    }

    @Override
    public void flush() {
        try {
            connection.flush(LIMIT);
        } catch (TimeoutException failure) {
            throw new IllegalStateException("flush took longer than " + LIMIT, failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    @Override
    public void subscribe(String subject, MessageSink sink) {
        Dispatcher dispatcher = connection.createDispatcher(message -> sink.received(message.getData().length));
        dispatcher.setPendingLimits(-1, -1);
        dispatcher.subscribe(subject);
    }

    @Override
    public void respond(String subject) {
        connection
                .createDispatcher(message -> connection.publish(message.getReplyTo(), message.getData()))
                .subscribe(subject);
    }

    @Override
    public byte[] request(String subject, byte[] payload) {
        try {
            return connection.request(subject, payload).get().getData();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("request failed", failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    @Override
    public CompletionStage<?> requestAsync(String subject, byte[] payload) {
        return connection.request(subject, payload);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static IllegalStateException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", interrupted);
    }

    /** Opens connections of jnats; it has nothing that they could share. */
    static final class Connections implements Factory {
        @Override
        public LoadClient connect(String url) {
            try {
                return new JnatsLoadClient(
                        Nats.connect(new Options.Builder().server(url).build()));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                throw interrupted(interrupted);
            }
        }

        @Override
        public void close() {}
    }
}
