// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** A caller waited for the connection: a publish for room in the outgoing buffer, a flush for its PONG. By default waits of 10 ms and more, with the caller's stack. */
@Name("io.natskit.Wait")
@Label("NATS slow publish or flush")
@Description("A caller waited for room in the outgoing buffer, or for the server to confirm a flush")
@Category({"NATS", "Client"})
@Threshold("10 ms")
public final class WaitFlight extends Event {
    @Label("For")
    private String what = "";

    private WaitFlight() {}

    /** Begins one. */
    public static WaitFlight begun() {
        WaitFlight flight = new WaitFlight();
        flight.begin();
        return flight;
    }

    /** Ends it: {@code what} was waited for. */
    public void ended(String what) {
        end();
        if (shouldCommit()) {
            this.what = what;
            commit();
        }
    }
}
