// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.load;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One connection of the client under test, reduced to what the loads need. Thin enough that the adapter costs nothing. */
public interface LoadClient extends AutoCloseable {

    /** Publishes without waiting for the server. */
    void publish(String subject, byte[] payload);

    /** Returns when the server has seen everything that was published before. */
    void flush();

    /** Delivers each message to the sink, on a thread of the client, without dropping any. */
    void subscribe(String subject, MessageSink sink);

    /** Delivers the payload of each message to the sink, likewise. */
    void hear(String subject, Consumer<byte[]> sink);

    /** The port of the server that it is connected to, or was last. */
    int serverPort();

    /** Answers each request on the subject with the request's own payload. */
    void respond(String subject);

    /** Sends a request and waits for its reply. Returns the reply's payload. */
    byte[] request(String subject, byte[] payload);

    /** Sends a request; the stage completes with the reply. */
    CompletionStage<?> requestAsync(String subject, byte[] payload);

    /** Makes a stream in memory anew; {@code fast}: one that allows fast ingest, where the client knows that. */
    void makeStream(String name, String subject, boolean fast);

    /** Publishes to a stream and waits for the acknowledgement. */
    void store(String subject, byte[] payload);

    /** Publishes to a stream; the stage completes with the acknowledgement. */
    CompletionStage<?> storeAsync(String subject, byte[] payload);

    /** Publishes many messages to a stream in the fastest way that the client has, and returns when all are stored. */
    void ingest(String stream, String subject, byte[] payload, int messages);

    /** Consumes a stream from its first message on, acknowledging each message or none. Closing what is returned ends it. */
    AutoCloseable consume(String stream, boolean explicit, MessageSink sink);

    /** Its buckets and object stores. */
    StoreClient stores();

    @Override
    void close();

    /** Takes one message. */
    @FunctionalInterface
    interface MessageSink {
        /** Called once a message with the length of its payload. */
        void received(int payloadLength);
    }

    /** Opens connections of the client under test. */
    interface Factory extends AutoCloseable {
        /** Opens one connection with the client's defaults. */
        LoadClient connect(String url);

        /** Opens one of many connections; they share what the client lets them share. */
        default LoadClient connectShared(String url) {
            return connect(url);
        }

        /** Gives up what such connections shared, once they are closed. */
        default void releaseShared() {}

        @Override
        void close();
    }
}
