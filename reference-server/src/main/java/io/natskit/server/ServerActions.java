// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.InvalidOptionsException;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ClosedReason;
import io.natskit.server.session.ServerContext;
import io.natskit.server.system.Actions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does what the system account asks for. */
final class ServerActions implements Actions {
    private final ServerContext context;
    private final Supplier<ReloadOutcome> reload;

    ServerActions(ServerContext context, Supplier<ReloadOutcome> reload) {
        this.context = context;
        this.reload = reload;
    }

    @Override
    public @Nullable String kick(long clientId) {
        ClientSession client = context.registry().find(clientId);
        if (client == null) {
            return "no such client or leafnode id";
        }
        client.closeLater(ClosedReason.KICKED);
        return null;
    }

    @Override
    public @Nullable String lameDuck(long clientId) {
        ClientSession client = context.registry().find(clientId);
        if (client == null) {
            return "no such client id";
        }
        return client.directives().tryLameDuck()
                ? null
                : "client does not support Lame Duck Mode or is not ready to receive the notification";
    }

    @Override
    public @Nullable String reload() {
        try {
            ReloadOutcome outcome = reload.get();
            return outcome.isApplied() ? null : outcome.needsRestart().get(0);
        } catch (InvalidOptionsException e) {
            return e.problems().get(0);
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
