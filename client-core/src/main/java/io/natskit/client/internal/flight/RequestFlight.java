// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A request, from its call to its reply; by default those of 10 ms and more. */
@Name("io.natskit.Request")
@Label("NATS request")
@Description("A request from its call to its end")
@Category({"NATS", "Client"})
@Threshold("10 ms")
@StackTrace(false)
public final class RequestFlight extends Event {
    @Label("Subject")
    private String subject = "";

    @Label("Outcome")
    private String outcome = "";

    private RequestFlight() {}

    /** Begins one. */
    public static RequestFlight begun() {
        RequestFlight flight = new RequestFlight();
        flight.begin();
        return flight;
    }

    /** Ends it. */
    public void ended(String subject, Enum<?> outcome) {
        end();
        if (shouldCommit()) {
            this.subject = subject;
            this.outcome = outcome.name();
            commit();
        }
    }
}
