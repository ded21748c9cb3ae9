// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.account.Account;
import io.natskit.server.local.LocalClients;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Publishes what the server says. Any thread. */
final class Voice {
    private static final byte[] NOTHING = {};

    private final LocalClients clients;

    Voice(LocalClients clients) {
        this.clients = clients;
    }

    /** Says something on that loop, soon, if anybody listens then; {@code content} is made only if so. */
    void tell(EventLoop loop, Account<Subscription> account, String subject, Supplier<byte[]> content) {
        byte[] to = subject.getBytes(StandardCharsets.UTF_8);
        // later: who calls may be in the middle of another message
        loop.execute(() -> {
            if (clients.publisher(loop).hasInterest(account, to)) {
                clients.publisher(loop).publish(account, to, content.get());
            }
        });
    }

    /** Answers a request from that loop, soon. */
    void answer(EventLoop loop, Account<Subscription> account, byte[] reply, byte[] header, byte[] content) {
        loop.execute(() -> clients.publisher(loop).publish(account, reply, NOTHING, header, content));
    }
}
