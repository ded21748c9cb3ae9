// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** One runnable main per feature. */
module io.natskit.samples {
    requires static org.jspecify;
    requires io.natskit.client;
    requires io.natskit.jetstream;
    requires io.natskit.kv;
    requires io.natskit.objectstore;
    requires io.natskit.server;
    requires java.net.http;
    requires jdk.httpserver;
    requires me.tongfei.progressbar;
}
