// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void defaults_are_those_that_the_documentation_names() {
        Options o = Options.defaults();
        assertThat(o.servers().servers()).containsExactly(ServerAddress.parse("nats://localhost:4222"));
        assertThat(o.inboxPrefix()).isEqualTo("_INBOX.");
        assertThat(o.echo()).isTrue();
        assertThat(o.servers().connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(o.servers().pingInterval()).isEqualTo(Duration.ofMinutes(2));
        assertThat(o.reconnect().maxAttempts()).isEqualTo(60);
        assertThat(o.limits().pendingMessagesMax()).isEqualTo(524_288);
        assertThat(o.limits().pendingBytesMax()).isEqualTo(67_108_864);
        assertThat(o.buffers().offlineBytes()).isEqualTo(8_388_608);
        assertThat(o.tls().verifyHostname()).isTrue();
        assertThat(o.limits().subjectCheck()).isEqualTo(SubjectCheck.LENIENT);
    }

    @Test
    void groups_may_be_set_in_several_steps() {
        Options o = Options.of(b -> b.reconnect(r -> r.maxAttempts(3)).reconnect(r -> r.moveOnLameDuck(false)));
        assertThat(o.reconnect().maxAttempts()).isEqualTo(3);
        assertThat(o.reconnect().moveOnLameDuck()).isFalse();
    }

    @Test
    void a_builder_used_again_does_not_change_what_it_built() {
        Options.Builder builder = Options.builder().name("a");
        Options first = builder.build();
        builder.name("b").reconnect(r -> r.maxAttempts(1)).onEvent(e -> {});
        assertThat(first.name()).contains("a");
        assertThat(first.reconnect().maxAttempts()).isEqualTo(60);
        assertThat(first.listeners()).isEmpty();
    }

    @Test
    void an_inbox_prefix_gets_its_dot_and_no_wildcard() {
        assertThat(Options.of(o -> o.inboxPrefix("_INBOX_me")).inboxPrefix()).isEqualTo("_INBOX_me.");
        assertThatIllegalArgumentException().isThrownBy(() -> Options.of(o -> o.inboxPrefix("a.*")));
        assertThatIllegalArgumentException().isThrownBy(() -> Options.of(o -> o.inboxPrefix("a b")));
    }

    @Test
    void secrets_are_in_no_text() {
        Options o = Options.of(b -> b.servers("nats://joe:hunter2@h").auth(Authenticator.token("hunter2")));
        assertThat(o.toString()).doesNotContain("hunter2").contains("<hidden>");
        assertThat(Credentials.userPassword("joe", "hunter2".toCharArray()).toString())
                .doesNotContain("hunter2");
        assertThat(Authenticator.userPassword("joe", "hunter2".toCharArray()).toString())
                .doesNotContain("hunter2");
    }

    @Test
    void values_out_of_range_are_refused_with_value_and_expectation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(o -> o.reconnect(r -> r.maxAttempts(-2))))
                .withMessage("maxAttempts: -2 (expected: >= -1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(o -> o.buffers(b -> b.outgoingBytes(1))))
                .withMessage("outgoingBytes: 1 (expected: >= 4096)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(o -> o.requestTimeout(Duration.ZERO)))
                .withMessage("requestTimeout: PT0S (expected: > 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(o -> o.name(" ")))
                .withMessageContaining("not blank");
    }

    @Test
    void websocket_is_refused_by_the_name_of_its_module_unless_a_transport_has_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(o -> o.servers("wss://h/nats")))
                .withMessageContaining("wss://h:443/nats")
                .withMessageContaining("natskit-client-websocket");
        Transport transport = Transport.inProcess(() -> {
            throw new UnsupportedOperationException("not connected in this test");
        });
        Options o = Options.of(b -> b.servers("wss://h").servers(s -> s.transport(transport)));
        assertThat(o.servers().transport()).contains(transport);
    }

    @Test
    void observers_add_up() {
        List<String> seen = new java.util.ArrayList<>();
        ConnectionObserver first = observer(seen, "first");
        ConnectionObserver second = observer(seen, "second");
        Options.of(o -> o.observer(first).observer(second))
                .observer()
                .orElseThrow()
                .published("a", 1);
        assertThat(seen).containsExactly("first a 1", "second a 1");
    }

    private static ConnectionObserver observer(List<String> seen, String name) {
        return new ConnectionObserver() {
            @Override
            public void published(String subject, int bytes) {
                seen.add(name + " " + subject + " " + bytes);
            }
        };
    }

    @Test
    void properties_set_options_by_name() {
        Properties p = new Properties();
        p.put("natskit.servers", "nats://a,tls://b:1");
        p.put("natskit.name", "from file");
        p.put("natskit.requestTimeout", "250ms");
        p.put("natskit.servers.connectTimeout", "PT3S");
        p.put("natskit.servers.shuffle", "false");
        p.put("natskit.reconnect.maxAttempts", "-1");
        p.put("natskit.limits.pendingBytesMax", "8MiB");
        p.put("natskit.limits.subjectCheck", "strict");
        p.put("natskit.buffers.offlineBytes", "-1");
        p.put("natskit.buffers.backPressure", "fail");
        p.put("natskit.tls.mode", "when-asked");
        p.put("java.home", "somewhere");
        Options o = Options.of(b -> b.properties(p));
        assertThat(o.servers().servers()).extracting(ServerAddress::host).containsExactly("a", "b");
        assertThat(o.name()).contains("from file");
        assertThat(o.requestTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(o.servers().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(o.servers().shuffle()).isFalse();
        assertThat(o.reconnect().maxAttempts()).isEqualTo(-1);
        assertThat(o.limits().pendingBytesMax()).isEqualTo(8 * 1024 * 1024);
        assertThat(o.limits().subjectCheck()).isEqualTo(SubjectCheck.STRICT);
        assertThat(o.buffers().offlineBytes()).isEqualTo(-1);
        assertThat(o.buffers().backPressure()).isEqualTo(BackPressure.fail());
        assertThat(o.tls().mode()).isEqualTo(TlsOptions.Mode.WHEN_ASKED);
    }

    @ParameterizedTest
    @CsvSource({
        "natskit.nonsense, 1, servers.shuffle",
        "natskit.echo, maybe, true or false",
        "natskit.requestTimeout, soon, a duration",
        "natskit.requestTimeout, 5 parsecs, a duration",
        "natskit.limits.pendingBytesMax, 8 parsecs, KiB",
        "natskit.servers.pingsOutMax, two, a number",
        "natskit.tls.mode, never, one of",
        "natskit.password, x, both"
    })
    void wrong_properties_are_refused_with_name_and_expectation(String name, String value, String expected) {
        Properties p = new Properties();
        p.put(name, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(b -> b.properties(p)))
                .withMessageContaining(name)
                .withMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({"7ns,7", "7us,7000", "7ms,7000000", "7,7000000", "7s,7000000000", "2m,120000000000", "PT0.5S,500000000"
    })
    void durations_are_read_with_their_unit(String text, long nanos) {
        assertThat(OptionsProperties.duration("x", text).toNanos()).isEqualTo(nanos);
    }

    @Test
    void every_name_can_be_listed() {
        assertThat(OptionsProperties.names())
                .contains("servers", "token", "tls.caFile")
                .isSorted();
    }
}
