// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.config.WebSocketOptions;
import io.natskit.server.websocket.UpgradeRequest.Malformed;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeTest {
    private static final String HEAD = "GET /a/b?c HTTP/1.1\r\n"
            + "Host: localhost:1\r\n"
            + "Upgrade: h2c, WebSocket\r\n"
            + "Connection: keep-alive, upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Version: 13\r\n";

    private static UpgradeRequest parse(String head) throws Malformed {
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        return UpgradeRequest.parse(bytes, 0, bytes.length);
    }

    private static UpgradeRules.Agreement agreed(WebSocketOptions options, String headers) throws Exception {
        return new UpgradeRules(options, false).check(parse(HEAD + headers + "\r\n"));
    }

    private static final WebSocketOptions PLAIN = WebSocketOptions.builder().build();

    @Test
    void the_answer_holds_the_accepted_key() throws Exception {
        UpgradeRequest request = parse(HEAD + "\r\n");
        UpgradeRules rules = new UpgradeRules(PLAIN, false);

        assertThat(new String(rules.welcome(request, rules.check(request)), StandardCharsets.US_ASCII))
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                .endsWith("\r\n\r\n");
        assertThat(request.path()).isEqualTo("/a/b");
    }

    @Test
    void compression_needs_both_sides() throws Exception {
        WebSocketOptions packing = PLAIN.toBuilder().compression(true).build();
        String offer = "Sec-WebSocket-Extensions: x-other, Permessage-Deflate; client_max_window_bits=10\r\n";

        assertThat(agreed(packing, offer).compression()).isTrue();
        assertThat(agreed(packing, "").compression()).isFalse();
        assertThat(agreed(PLAIN, offer).compression()).isFalse();
    }

    @Test
    void cookies_are_looked_for_by_their_configured_names() throws Exception {
        WebSocketOptions options = PLAIN.toBuilder()
                .userCookie("u")
                .passwordCookie("p")
                .tokenCookie("t")
                .jwtCookie("j")
                .build();
        UpgradeRules.Agreement agreed =
                agreed(options, "Cookie: u=ada; p=\"a b\"; x=y\r\nCookie: t=1;t=2; j=a.b.c\r\n");

        assertThat(agreed.user()).isEqualTo("ada");
        assertThat(agreed.password()).isEqualTo("a b");
        assertThat(agreed.token()).isEqualTo("2");
        assertThat(agreed.jwt()).isEqualTo("a.b.c");
        assertThat(agreed.toString()).doesNotContain("ada").doesNotContain("a b");
        assertThat(agreed(PLAIN, "Cookie: u=ada\r\n").user()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "2001:db8::1", "::", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8"})
    void an_address_in_digits_is_believed(String address) throws Exception {
        assertThat(agreed(PLAIN, "X-Forwarded-For: " + address + "\r\n").forwardedFor())
                .isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.04",
                "1.2.3.4, 5.6.7.8",
                ":::",
                "1::2::3",
                "12345::",
                "1:2:3:4:5:6:7:8:9",
                ""
            })
    void anything_else_is_no_address(String address) throws Exception {
        assertThat(agreed(PLAIN, "X-Forwarded-For: " + address + "\r\n").forwardedFor())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET / HTTP/1.1\r\n: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n",
                "GET  HTTP/1.1\r\nHost: a\r\n\r\n",
                "G(T / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/x.1\r\n\r\n",
                "GET / HTTP/2.0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "\r\n\r\n"
            })
    void what_is_no_request_is_refused(String head) {
        assertThatThrownBy(() -> parse(head)).isInstanceOf(Malformed.class);
    }

    @Test
    void the_end_of_a_head_is_found_with_and_without_carriage_returns() {
        byte[] bytes = "a\r\nb\n\nrest".getBytes(StandardCharsets.US_ASCII);

        assertThat(UpgradeRequest.end(bytes, 0, bytes.length)).isEqualTo(6);
        assertThat(UpgradeRequest.end(bytes, 0, 5)).isEqualTo(-1);
    }

    @Test
    void a_refusal_says_that_the_connection_ends() {
        assertThat(new String(UpgradeRules.refusal("403 Forbidden", false), StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 403 Forbidden\r\n")
                .contains("Connection: close\r\nContent-Length: 10\r\n")
                .endsWith("\r\n\r\nForbidden\n");
    }
}
