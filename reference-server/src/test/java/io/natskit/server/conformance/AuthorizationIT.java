// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import io.natskit.server.NatsServer;
import io.natskit.server.config.ConfigFile;
import java.util.ArrayDeque;
import org.junit.jupiter.api.AfterEach;

/** Our server. */
class AuthorizationIT extends AuthorizationContract {
    private final ArrayDeque<NatsServer> servers = new ArrayDeque<>();

    @Override
    int start(String configuration) {
        NatsServer server = NatsServer.builder()
                .options(ConfigFile.parse(configuration).options())
                .host("127.0.0.1")
                .port(-1)
                .log((level, line) -> {})
                .start();
        servers.add(server);
        return server.port();
    }

    @Override
    String answerToWiderSubscription() {
        return "-ERR 'Permissions Violation for Subscription to \"foo.>\"'\r\n";
    }

    @AfterEach
    void closeServers() {
        servers.forEach(NatsServer::checkInvariants);
        servers.forEach(NatsServer::close);
    }
}
