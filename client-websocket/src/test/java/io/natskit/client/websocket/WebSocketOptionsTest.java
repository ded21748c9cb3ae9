// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.ProxyServer;
import io.natskit.client.ServerAddress;
import org.junit.jupiter.api.Test;

class WebSocketOptionsTest {
    @Test
    void values_are_checked() {
        assertThatThrownBy(() -> WebSocketTransport.of(w -> w.queuedBytesMax(1)))
                .hasMessage("queuedBytesMax: 1 (expected: >= 65536)");
        assertThatThrownBy(() -> WebSocketTransport.of(w -> w.queuedBytesMax(16 * 1024 * 1024)))
                .hasMessage("queuedBytesMax: 16777216 (expected: at most 8388608)");
    }

    @Test
    void what_headers_say_is_not_shown() {
        assertThat(WebSocketTransport.of(w -> w.cookie("session", "secret")).toString())
                .contains("Cookie")
                .doesNotContain("secret");
    }

    @Test
    void a_login_at_a_socks_proxy_and_sockets_of_one_s_own_do_not_go_together() {
        ProxyServer proxy = ProxyServer.socks("ada:secret@proxy");
        assertThat(WebSocketTransport.of(w -> w.proxy(proxy)).toString())
                .contains("by proxy")
                .doesNotContain("secret");
        assertThatThrownBy(() -> WebSocketTransport.of(
                        w -> w.proxy(proxy).okHttp(c -> c.socketFactory(new ProxiedSockets(proxy)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a login at SOCKS")
                .hasMessageNotContaining("secret");
    }

    @Test
    void tcp_is_left_alone() {
        WebSocketTransport transport = WebSocketTransport.create();

        assertThat(transport.supports(ServerAddress.parse("nats://a"))).isFalse();
        assertThat(transport.supports(ServerAddress.parse("tls://a"))).isFalse();
        assertThat(transport.supports(ServerAddress.parse("ws://a"))).isTrue();
        assertThat(transport.supports(ServerAddress.parse("wss://a/x"))).isTrue();
    }
}
