// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The program {@code natskit}. It exports nothing: what it can do is what its commands do. */
@SuppressWarnings("requires-automatic") // re2j tells no name of its own
module io.natskit.cli {
    requires static org.jspecify;
    requires com.fasterxml.jackson.core;
    requires info.picocli;
    requires io.natskit.client;
    requires io.natskit.client.websocket;
    requires io.natskit.jetstream;
    requires io.natskit.kv;
    requires io.natskit.objectstore;
    requires io.natskit.server;
    requires me.tongfei.progressbar;
    requires re2j;

    opens io.natskit.cli to
            info.picocli;
    opens io.natskit.cli.action to
            info.picocli;
    opens io.natskit.cli.bench to
            info.picocli;
    opens io.natskit.cli.buckets to
            info.picocli;
    opens io.natskit.cli.checks to
            info.picocli;
    opens io.natskit.cli.connect to
            info.picocli;
    opens io.natskit.cli.consumers to
            info.picocli;
    opens io.natskit.cli.contexts to
            info.picocli;
    opens io.natskit.cli.events to
            info.picocli;
    opens io.natskit.cli.explain to
            info.picocli;
    opens io.natskit.cli.messaging to
            info.picocli;
    opens io.natskit.cli.objects to
            info.picocli;
    opens io.natskit.cli.services to
            info.picocli;
    opens io.natskit.cli.streams to
            info.picocli;
    opens io.natskit.cli.system to
            info.picocli;
}
