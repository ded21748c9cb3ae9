// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of proxies. */
class SocksProxyTest {
    @ParameterizedTest
    @CsvSource({
        "socks5://proxy:9050, proxy, 9050",
        "socks5h://proxy, proxy, 1080",
        "127.0.0.1:1081, 127.0.0.1, 1081",
        "socks5://[::1]:1, [::1], 1"
    })
    void a_proxy_has_a_host_and_perhaps_a_port(String text, String host, int port) {
        Proxy proxy = SocksProxy.parse(text);
        assertThat(proxy.type()).isEqualTo(Proxy.Type.SOCKS);
        assertThat(proxy.address()).isEqualTo(InetSocketAddress.createUnresolved(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://proxy:80", "socks4://proxy", "a b", "", "socks5://"})
    void another_kind_is_told_with_an_example(String text) {
        assertThatThrownBy(() -> SocksProxy.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" is no SOCKS proxy (expected: such as socks5://localhost:1080)");
    }

    @Test
    void a_login_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> SocksProxy.parse("socks5://ada:secret@proxy:1080"))
                .hasMessageContaining("proxy: a login")
                .hasMessageNotContaining("secret");
    }
}
