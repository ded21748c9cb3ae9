// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flight;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A stage of making a connection is done. */
@Name("io.natskit.Connect")
@Label("NATS connect stage")
@Description("A stage of making a connection is done: RESOLVED, DIALED, INFO, TLS, CREDENTIALS, LOGGED_IN")
@Category({"NATS", "Client"})
@StackTrace(false)
public final class ConnectFlight extends Event {
    @Label("Server")
    private String server = "";

    @Label("Stage")
    private String stage = "";

    @Label("Since the attempt began")
    @Timespan(Timespan.NANOSECONDS)
    private long sinceStart;

    private ConnectFlight() {}

    /** Notes one. */
    public static void stage(Object server, Enum<?> stage, Duration sinceStart) {
        ConnectFlight flight = new ConnectFlight();
        if (flight.shouldCommit()) {
            flight.server = server.toString();
            flight.stage = stage.name();
            flight.sinceStart = sinceStart.toNanos();
            flight.commit();
        }
    }
}
