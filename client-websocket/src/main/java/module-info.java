// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/** A transport of the NATS client over WebSocket, by OkHttp. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module io.natskit.client.websocket {
    requires static transitive org.jspecify;
    requires transitive io.natskit.client;
    requires transitive io.natskit.wire;
    requires transitive okhttp3;
    requires okio;

    exports io.natskit.client.websocket;
}
