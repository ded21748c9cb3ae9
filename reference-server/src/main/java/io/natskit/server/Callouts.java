// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.auth.CalloutService;
import io.natskit.server.callout.CalloutLine;
import io.natskit.server.config.AuthorizationOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.local.LocalRequests;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.ServerInfo;
import io.natskit.wire.jwt.AuthorizationRequestClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import io.natskit.wire.nkey.NKeys;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes what asks services about log-ins, where a configuration has one, or an account may get one any time. */
final class Callouts {
    private Callouts() {}

    /** Null where nobody will be asked, so that no start pays for a key pair. */
    static @Nullable CalloutService of(ServerOptions options, Executor work, InstantSource clock) {
        AuthorizationOptions authorization = options.authorization();
        if (authorization.callout() == null && !options.operator().isOn()) {
            return null;
        }
        return new CalloutService(NKey.generate(NKeyKind.SERVER), authorization.timeout(options.tls()), work, clock);
    }

    /** What the server goes by: the key that it signs its questions with, or else any. */
    static String id(@Nullable CalloutService services) {
        return services == null ? NKeys.randomServerId() : services.serverId();
    }

    /** Before anybody can connect. */
    static void connect(CalloutService services, ServerContext context, LocalRequests requests) {
        ServerInfo.Facts facts = context.info().facts();
        services.connect(new CalloutLine(
                context.accounts(),
                requests,
                new AuthorizationRequestClaims.Server(
                        facts.name(),
                        facts.host(),
                        facts.id(),
                        facts.version(),
                        "",
                        context.options().serverTags(),
                        "")));
    }
}
