// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.Nats;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.server.NatsServer;
import io.natskit.server.NatsServerBuilder;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;
import org.testng.annotations.AfterClass;

/** The TCK over a list that knows no filter: the account of number n has a list of n elements. */
public abstract class ListTckContract<T> extends TckContract<T> {
    private static final int MOST = 6;

    private final List<Connection> connections = new ArrayList<>();
    private final List<JetStream> accounts = new ArrayList<>();

    /** Makes one more element, of this number. */
    abstract void add(JetStream account, int number);

    /** The list of an account. */
    abstract Publisher<T> list(JetStream account);

    @Override
    NatsServerBuilder serverToUse() {
        StringBuilder config = new StringBuilder("no_auth_user: u0\naccounts {\n");
        for (int n = 0; n <= MOST; n++) {
            config.append("A%d { jetstream: enabled, users: [{user: u%d, password: p}] }\n".formatted(n, n));
        }
        return NatsServer.builder().config(config.append("}\n").toString()).jetStream();
    }

    @Override
    void prepare() {
        for (int n = 0; n <= MOST; n++) {
            String user = "u" + n;
            Connection own = Nats.connect(
                    o -> o.servers(server.url()).auth(Authenticator.userPassword(user, "p".toCharArray())));
            connections.add(own);
            JetStream account = JetStream.on(own);
            accounts.add(account);
            begin(account);
            for (int i = 0; i < n; i++) {
                add(account, i);
            }
        }
    }

    /** What an account needs before its first element; nothing by default. */
    void begin(JetStream account) {}

    @AfterClass
    public void leave() {
        connections.forEach(Connection::close);
    }

    @Override
    public Publisher<T> createPublisher(long elements) {
        return list(accounts.get((int) Math.min(elements, MOST)));
    }

    @Override
    public Publisher<T> createFailedPublisher() {
        return null; // nothing is asked before there is demand
    }

    @Override
    public long maxElementsFromPublisher() {
        return MOST;
    }
}
