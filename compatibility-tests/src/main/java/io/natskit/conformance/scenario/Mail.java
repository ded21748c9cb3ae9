// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

/** How a case sends and receives: sockets, or a recording. Confined to one thread. */
public interface Mail extends AutoCloseable {
    /** Connects and logs in with the fields of a JSON object; a connection that is not named before logs in with none. */
    void login(int connection, String json);

    /** Subscribes under a name that {@link #take} knows; a later subscription of the same name takes its place. */
    void subscribe(int connection, String name, String subject, String queue);

    /** Waits until the server has taken what was sent. */
    void fence(int connection);

    /** Ends a subscription. */
    void unsubscribe(int connection, String name);

    /** Publishes; reply and headers may be empty. */
    void publish(int connection, String subject, String reply, String headers, String payload);

    /** The next message of a subscription. Waits for a bounded time and then fails. */
    Delivery take(int connection, String name);

    /** A message that counts for nothing; the next one will be asked for in its place. */
    void untake();

    /** Lets everything come that the server has sent so far, and fails when the subscription (all of them, for an empty name) got something. */
    void nothing(int connection, String name);

    /** Ends a connection from the client's side. */
    void cut(int connection);

    /** Ends everything. */
    @Override
    void close();
}
