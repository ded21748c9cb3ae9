// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "nats://localhost:4222,      NATS, localhost,    4222, nats://localhost:4222",
        "localhost,                  NATS, localhost,    4222, nats://localhost:4222",
        "localhost:5222,             NATS, localhost,    5222, nats://localhost:5222",
        "NATS://Demo.Example.ORG,    NATS, demo.example.org, 4222, nats://demo.example.org:4222",
        "tls://h,                    TLS,  h,            4222, tls://h:4222",
        "nats://h:,                  NATS, h,            4222, nats://h:4222",
        "nats://h:4222/,             NATS, h,            4222, nats://h:4222",
        "nats://[::1]:4333,          NATS, ::1,          4333, nats://[::1]:4333",
        "nats://[fe80::1%eth0],      NATS, fe80::1%eth0, 4222, nats://[fe80::1%eth0]:4222",
        "[2001:db8::1]:1,            NATS, 2001:db8::1,  1,    nats://[2001:db8::1]:1",
        "ws://h,                     WS,   h,            80,   ws://h:80",
        "wss://h/nats/hub?x=1,       WSS,  h,            443,  wss://h:443/nats/hub?x=1",
        "' nats://h:65535 ',         NATS, h,            65535, nats://h:65535"
    })
    void urls_are_read(String url, ServerAddress.Scheme scheme, String host, int port, String shown) {
        ServerAddress address = ServerAddress.parse(url);
        assertThat(address.scheme()).isEqualTo(scheme);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address).hasToString(shown);
        assertThat(ServerAddress.parse(shown)).isEqualTo(address).hasSameHashCodeAs(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nats://",
                "nats://:4222",
                "http://h",
                "opentls://h",
                "nats://h:0",
                "nats://h:65536",
                "nats://h:99999999999",
                "nats://h:4x",
                "nats://h:-1",
                "nats://::1:4222",
                "nats://[::1",
                "nats://[::1]4222",
                "nats://a b",
                "nats://h/path",
                "nats://a\r\nb"
            })
    void what_is_no_url_is_refused_with_value_and_expectation(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerAddress.parse(url))
                .withMessageContaining(url.strip())
                .withMessageContaining("(expected: ");
    }

    @Test
    void user_and_password_are_percent_decoded() {
        Credentials c = ServerAddress.parse("nats://d%20erek:s%3Acr%40t%C3%A9@h")
                .credentials()
                .orElseThrow();
        assertThat(c.user()).contains("d erek");
        assertThat(c.password().map(String::new)).contains("s:cr@té");
        assertThat(c.token()).isEmpty();
    }

    @Test
    void a_single_part_is_a_token() {
        Credentials c = ServerAddress.parse("nats://s3cr3t@h").credentials().orElseThrow();
        assertThat(c.token().map(String::new)).contains("s3cr3t");
        assertThat(c.user()).isEmpty();
        assertThat(c.password()).isEmpty();
    }

    @Test
    void an_at_sign_in_a_password_does_not_end_it() {
        ServerAddress address = ServerAddress.parse("nats://u:p@ss@h");
        assertThat(address.host()).isEqualTo("h");
        assertThat(address.credentials().orElseThrow().password().map(String::new))
                .contains("p@ss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nats://u:hunter%@h", "nats://u:hunter%zz@h", "nats://u:hunter@h:0", "u:hunter@h:0"})
    void a_refused_url_does_not_show_its_password(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerAddress.parse(url))
                .withMessageNotContaining("hunter");
    }

    @Test
    void an_address_prints_no_credentials_and_equals_itself_without_them() {
        ServerAddress with = ServerAddress.parse("nats://u:hunter2@h:1");
        assertThat(with.toString()).doesNotContain("hunter2").doesNotContain("u:");
        assertThat(with).isEqualTo(ServerAddress.parse("nats://h:1"));
    }

    @Test
    void discovered_servers_take_over_credentials_unless_they_have_some() {
        ServerAddress known = ServerAddress.parse("nats://tok@a");
        assertThat(ServerAddress.parse("b")
                        .withCredentialsOf(known)
                        .credentials()
                        .orElseThrow()
                        .token()
                        .map(String::new))
                .contains("tok");
        ServerAddress own = ServerAddress.parse("own@b");
        assertThat(own.withCredentialsOf(known)).isSameAs(own);
    }

    @Test
    void a_list_is_separated_by_commas() {
        assertThat(ServerAddress.parseAll("nats://a, tls://b:1,,c"))
                .extracting(ServerAddress::toString)
                .containsExactly("nats://a:4222", "tls://b:1", "nats://c:4222");
        assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parseAll(" , "));
    }
}
