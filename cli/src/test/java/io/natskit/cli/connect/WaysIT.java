// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.Ran;
import io.natskit.server.NatsServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are reached over WebSocket, and through a proxy. */
class WaysIT {
    private static final String CONFIGURATION = """
            websocket { listen: "127.0.0.1:-1", no_tls: true }
            accounts { A { users: [{user: ada, password: pw}] } }
            """;

    private static final String[] LINE = {"account", "info", "--user", "ada", "--password", "pw"};

    @TempDir
    private Path folder;

    private static NatsServer server() {
        return NatsServer.builder().config(CONFIGURATION).port(-1).start();
    }

    private Ran natskit(String... line) {
        return Ran.natskit(Map.of("XDG_CONFIG_HOME", folder.toString()), line);
    }

    @Test
    void an_address_of_an_option_or_of_a_context_may_be_one_of_websocket() throws IOException {
        try (NatsServer server = server()) {
            String door = server.webSocketUrl();
            assertThat(natskit(concat(LINE, "-s", door)).well().out()).contains("User: ada");
            natskit("context", "add", "door", "-s", door, "--select").well();
            assertThat(natskit(LINE).well().out()).contains("User: ada");
            Path authorities = Files.writeString(folder.resolve("ca.pem"), "no certificate");
            Ran refused = natskit(concat(LINE, "--tlsca", authorities.toString()));
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("natskit: error: tls: ", "(expected: PEM files that can be read)");
        }
    }

    @Test
    void a_proxy_leads_to_either_kind_of_address() throws IOException {
        try (NatsServer server = server();
                SocksPeer proxy = new SocksPeer()) {
            String door = server.webSocketUrl();
            natskit(concat(LINE, "-s", server.url(), "--socks-proxy", "socks5://" + proxy.address()))
                    .well();
            natskit("context", "add", "proxied", "-s", door, "--socks-proxy", proxy.address(), "--select")
                    .well();
            natskit(LINE).well();
            assertThat(proxy.asked())
                    .containsExactly(
                            "127.0.0.1:" + server.port(), URI.create(door).getAuthority());
            assertThat(natskit(concat(LINE, "--socks-proxy", "http://x")).err()).contains("is no SOCKS proxy");
        }
    }

    @Test
    void a_proxy_may_want_a_login_for_either_kind_and_looks_names_up() throws IOException {
        try (NatsServer server = server();
                SocksPeer proxy = new SocksPeer("eve:s@same")) {
            String tcp = "nats://localhost:" + server.port();
            String door = "ws://localhost:" + URI.create(server.webSocketUrl()).getPort();
            String way = "socks5://eve:s%40same@" + proxy.address();
            natskit(concat(LINE, "-s", tcp, "--socks-proxy", way)).well();
            natskit(concat(LINE, "-s", door, "--socks-proxy", way)).well();
            natskit("context", "add", "proxied", "-s", tcp, "--socks-proxy", way, "--select")
                    .well();
            natskit(LINE).well();
            assertThat(natskit("context", "show", "--json").well().out())
                    .contains(proxy.address())
                    .doesNotContain("same");
            assertThat(proxy.asked()).containsExactly(authority(tcp), authority(door), authority(tcp));
        }
    }

    @Test
    void a_login_that_is_missing_or_wrong_is_told_for_either_kind_without_the_password() throws IOException {
        try (NatsServer server = server();
                SocksPeer proxy = new SocksPeer("eve:sesame")) {
            for (String url : List.of(server.url(), server.webSocketUrl())) {
                Ran wrong = natskit(concat(LINE, "-s", url, "--socks-proxy", "eve:guess@" + proxy.address()));
                assertThat(wrong.code()).isEqualTo(1);
                assertThat(wrong.err())
                        .contains("the proxy refused the login of eve")
                        .doesNotContain("guess");
                // by WebSocket it is the JDK that goes by a proxy without a login
                String why = url.startsWith("ws")
                        ? "SOCKS : authentication failed"
                        : "the proxy wants a login (expected: socks5://user:password@host)";
                assertThat(natskit(concat(LINE, "-s", url, "--socks-proxy", proxy.address()))
                                .err())
                        .contains(why);
            }
            assertThat(proxy.asked()).isEmpty();
        }
    }

    private static String authority(String url) {
        return URI.create(url).getAuthority();
    }

    private static String[] concat(String[] line, String... more) {
        String[] all = Arrays.copyOf(line, line.length + more.length);
        System.arraycopy(more, 0, all, line.length, more.length);
        return all;
    }
}
