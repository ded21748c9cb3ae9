// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import io.natskit.client.Options;
import io.natskit.client.ProxyServer;
import io.natskit.client.TlsOptions;
import io.natskit.client.Transport;
import io.natskit.client.websocket.WebSocketTransport;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The way to servers over WebSocket. */
final class WebSocketWay {
    private WebSocketWay() {}

    /** Whether one of these addresses, with commas between them, needs it. */
    static boolean isMeant(String urls) {
        return Arrays.stream(urls.split(","))
                .map(url -> url.strip().toLowerCase(Locale.ROOT))
                .anyMatch(url -> url.startsWith("ws://") || url.startsWith("wss://"));
    }

    /** With the same certificates as by TCP, wherever they were named, and through the same proxy. */
    static Options options(Consumer<Options.Builder> spec) {
        Options options = Options.of(over(spec, WebSocketTransport.create()));
        TlsOptions tls = options.tls();
        boolean own = tls.caFile().isPresent() || tls.certificateFile().isPresent();
        Optional<ProxyServer> proxy = options.buffers().proxyServer();
        if (!own && proxy.isEmpty()) {
            return options;
        }
        return Options.of(over(spec, WebSocketTransport.of(w -> {
            proxy.ifPresent(w::proxy);
            if (own) {
                w.tls(tls);
            }
        })));
    }

    private static Consumer<Options.Builder> over(Consumer<Options.Builder> spec, Transport transport) {
        return spec.andThen(o -> o.servers(s -> s.transport(transport)));
    }
}
