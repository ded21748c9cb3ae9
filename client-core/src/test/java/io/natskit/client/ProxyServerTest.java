// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of proxies. */
class ProxyServerTest {
    @ParameterizedTest
    @CsvSource({
        "socks5://proxy:9050, proxy, 9050",
        "socks5h://proxy, proxy, 1080",
        "127.0.0.1:1081, 127.0.0.1, 1081",
        "SOCKS5://proxy, proxy, 1080",
        "socks5://proxy:9050/, proxy, 9050",
        "socks5://[::1]:1, [::1], 1"
    })
    void a_proxy_has_a_host_and_perhaps_a_port(String text, String host, int port) {
        ProxyServer proxy = ProxyServer.socks(text);
        assertThat(proxy.proxy().type()).isEqualTo(Proxy.Type.SOCKS);
        assertThat(proxy.proxy().address()).isEqualTo(InetSocketAddress.createUnresolved(host, port));
        assertThat(proxy.user()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "socks5://ada:secret@proxy:1, ada, secret",
        "ada:secret@proxy, ada, secret",
        "socks5://ada@proxy, ada, ''",
        "socks5://ada:@proxy, ada, ''",
        "socks5://a%40b:s%3Ae+c:r%25t%C3%A9@proxy, a@b, s:e+c:r%t\u00e9"
    })
    void a_login_stands_before_the_host(String text, String user, String password) {
        ProxyServer proxy = ProxyServer.socks(text);
        assertThat(proxy.user()).contains(user);
        assertThat(new String(proxy.password())).isEqualTo(password);
        assertThat(proxy.toString()).contains("proxy", "<hidden>").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://proxy:80", "socks4://proxy", "a b", "", "socks5://", "://x"})
    void another_kind_is_told_with_an_example(String text) {
        assertThatThrownBy(() -> ProxyServer.socks(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" is no SOCKS proxy (expected: such as socks5://localhost:1080)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ada:secret@proxy",
                "socks5://ada:secret %@proxy",
                "ada:secret@",
                "socks5://ada:12/secret@proxy",
                "socks5://ada:12?secret@proxy",
                "socks5://ada:12#secret@proxy",
                "socks5://ada:secret@proxy/x",
                "socks5://ada:secret@proxy?x",
                "socks5://ada:secret@proxy#x"
            })
    void a_password_is_never_repeated(String text) {
        assertThatThrownBy(() -> ProxyServer.socks(text))
                .hasMessageContaining("<hidden>@")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void what_a_login_cannot_carry_is_refused() {
        ProxyServer socks = ProxyServer.socks("proxy");
        char[] plain = {'p'};
        assertThatThrownBy(() -> socks.login(" ", plain)).hasMessageContaining("proxy user");
        assertThatThrownBy(() -> socks.login("\u00e9".repeat(128), plain))
                .hasMessage("proxy user: 256 bytes (expected: at most 255)");
        assertThatThrownBy(() -> socks.login("ada", "s".repeat(256).toCharArray()))
                .hasMessage("proxy password: 256 bytes (expected: at most 255)");
        ProxyServer http = ProxyServer.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", 1)));
        assertThatThrownBy(() -> http.login("a:b", plain)).hasMessageContaining("no colon");
        assertThat(http.login("ada", "s".repeat(256).toCharArray()).password()).hasSize(256);
    }

    @Test
    void the_password_is_the_proxy_s_own() {
        char[] given = "secret".toCharArray();
        ProxyServer proxy = ProxyServer.socks("proxy").login("ada", given);
        given[0] = 'x';
        proxy.password()[1] = 'x';
        assertThat(new String(proxy.password())).isEqualTo("secret");
    }
}
