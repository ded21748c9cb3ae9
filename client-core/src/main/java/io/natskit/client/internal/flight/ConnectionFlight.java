// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Something happened to a connection: what listeners are told, too. */
@Name("io.natskit.ConnectionEvent")
@Label("NATS connection event")
@Description(
        "Connected, Disconnected, Reconnected, SlowConsumer, LameDuck, Closed, and whatever else listeners are told")
@Category({"NATS", "Client"})
@StackTrace(false)
public final class ConnectionFlight extends Event {
    @Label("Kind")
    private String kind = "";

    @Label("Text")
    private String text = "";

    private ConnectionFlight() {}

    /** Notes one. */
    public static void happened(Object event) {
        ConnectionFlight flight = new ConnectionFlight();
        if (flight.shouldCommit()) {
            flight.kind = event.getClass().getSimpleName();
            flight.text = event.toString();
            flight.commit();
        }
    }
}
