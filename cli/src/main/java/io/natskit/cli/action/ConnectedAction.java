// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.Options;
import java.time.Instant;

/** A command that needs a server, and asks it a few things. */
public abstract class ConnectedAction extends Action {
    private volatile boolean ending;

    /** For subclasses. */
    protected ConnectedAction() {}

    /** Does it; the exit code. */
    protected abstract int run(Session session) throws Exception;

    @Override
    protected final int run() throws Exception {
        try (Session session = connection().open(terminal(), this::prepare)) {
            int code = run(session);
            ending = true;
            return code;
        }
    }

    /** More about the connection, for those who need it. */
    protected void prepare(Options.Builder options) {}

    /** Says on standard error what becomes of the connection: for commands that run until they are ended. */
    protected final void watch(Options.Builder options) {
        options.onEvent(event -> {
            if (event instanceof ConnectionEvent.ServerError refused) {
                terminal()
                        .note("natskit: error: " + Remedies.message(refused.error()) + "\n  remedy: "
                                + Remedies.remedy(refused.error()));
            } else if (event instanceof ConnectionEvent.Disconnected && !ending) {
                terminal().note(Figures.clock(Instant.now()) + " disconnected, trying again");
            } else if (event instanceof ConnectionEvent.Reconnected) {
                terminal().note(Figures.clock(Instant.now()) + " reconnected");
            }
        });
    }
}
