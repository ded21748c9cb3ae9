// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketOptionsTest {
    private static WebSocketOptions read(String block) {
        return ConfigFile.parse("websocket {\n" + block + "\n}").options().webSocket();
    }

    @Test
    void a_block_is_read_whole() {
        WebSocketOptions options = read("""
            listen: "10.0.0.1:8080"
            advertise: "public:443"
            no_tls: true
            same_origin: true
            allowed_origins: ["http://a", "https://b:1"]
            compression: true
            handshake_timeout: 7
            headers { X-A: b }
            authorization { user: u, password: p, timeout: 3 }
            no_auth_user: n
            jwt_cookie: j
            user_cookie: cu
            pass_cookie: cp
            token_cookie: ct
            ping_interval: "20s"
            """);

        assertThat(options.host()).isEqualTo("10.0.0.1");
        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.advertise()).isEqualTo("public:443");
        assertThat(options.noTls()).isTrue();
        assertThat(options.sameOrigin()).isTrue();
        assertThat(options.allowedOrigins()).containsExactly("http://a", "https://b:1");
        assertThat(options.compression()).isTrue();
        assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(options.headers()).isEqualTo(Map.of("X-A", "b"));
        assertThat(options.username()).isEqualTo("u");
        assertThat(options.authTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.noAuthUser()).isEqualTo("n");
        assertThat(options.userCookie()).isEqualTo("cu");
        assertThat(options.passwordCookie()).isEqualTo("cp");
        assertThat(options.tokenCookie()).isEqualTo("ct");
        assertThat(options.jwtCookie()).isEqualTo("j");
        assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.toBuilder().build()).hasToString(options.toString());
    }

    @Test
    void without_a_port_there_is_no_listener_and_nothing_to_check() {
        ServerOptions options = ConfigFile.parse("websocket { jwt_cookie: x }").options();

        assertThat(options.webSocket().enabled()).isFalse();
        options.validate();
    }

    @Test
    void a_handshake_is_waited_for_five_seconds_unless_told_otherwise() {
        assertThat(read("").handshakeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read("handshake_timeout: 0").handshakeTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void secrets_are_not_printed() {
        assertThat(read("authorization { user: u, password: hidden1 }\nheaders { A: hidden2 }")
                        .toString())
                .doesNotContain("hidden1", "hidden2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bogus: 1", "authorization { bogus: 1 }"})
    void unknown_fields_are_errors(String field) {
        assertThatThrownBy(() -> read(field))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown field \"bogus\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\u0000b"})
    void a_header_may_not_end_its_line(String value) {
        ServerOptions options = ServerOptions.builder()
                .webSocket(w -> w.port(-1).noTls(true).headers(Map.of("X-A", value)))
                .build();

        assertThatThrownBy(options::validate)
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("websocket: header \"X-A\" is no header of HTTP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a", "http://A:80/path", "HTTP://user@a?x"})
    void origins_are_compared_by_scheme_host_and_port(String text) {
        assertThat(WebOrigin.parse(text)).isEqualTo(new WebOrigin("http", "a", "80"));
    }

    @Test
    void an_origin_may_be_an_address() {
        assertThat(WebOrigin.parse("https://[::1]:8443")).isEqualTo(new WebOrigin("https", "::1", "8443"));
        assertThat(WebOrigin.parse("https://[::1]")).isEqualTo(new WebOrigin("https", "::1", "443"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "a", "://a", "1http://a", "http://a:1:2"})
    void what_is_no_origin_is_refused(String text) {
        assertThatThrownBy(() -> WebOrigin.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
