// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.RestartedServer.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.transcript.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A store under {@code key}: nobody reads it without, and what changes (key, cipher, from plain) loses nothing. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#programs")
@Order(9)
class EncryptedStoreIT implements Judged {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MARKER = "MARKER-5d1c";
    private static final int MESSAGES = 20;
    private static final String OLD = "key: \"old-secret\"";

    private final ProgramTarget target;

    @TempDir
    Path folder;

    EncryptedStoreIT(ProgramTarget target) {
        this.target = target;
    }

    @Override
    public ProgramTarget target() {
        return target;
    }

    private boolean isOurs() {
        return target.family().equals("natskit");
    }

    private RestartedServer run(String encryption) {
        return new RestartedServer(target, folder, PATIENCE, encryption);
    }

    private void fill(String encryption) {
        try (RestartedServer server = run(encryption)) {
            Map<?, ?> made = server.api(
                    "STREAM.CREATE.S",
                    "{\"name\":\"S\",\"subjects\":[\"s.>\"],\"metadata\":{\"m\":\"" + MARKER + "\"}}");
            assertThat(at(made, "error")).isEqualTo(Json.NULL);
            for (int i = 1; i <= MESSAGES; i++) {
                server.publish("s." + MARKER + "." + i, "H: " + MARKER, MARKER + " payload " + i);
            }
            server.api(
                    "CONSUMER.CREATE.S.c",
                    "{\"stream_name\":\"S\",\"config\":{\"durable_name\":\"c\",\"ack_policy\":\"explicit\",\"filter_subject\":\"s."
                            + MARKER + ".*\"}}");
            String reply =
                    server.request("$JS.API.CONSUMER.MSG.NEXT.S.c", "", "1").reply();
            server.request(reply, "", "+ACK");
            server.stop();
        }
    }

    private void check(String encryption) {
        check(encryption, true);
    }

    private void check(String encryption, boolean withConsumer) {
        try (RestartedServer server = run(encryption)) {
            Map<?, ?> info = server.api("STREAM.INFO.S", "");
            assertThat(at(info, "state", "messages")).isEqualTo((long) MESSAGES);
            assertThat(at(info, "config", "metadata", "m")).isEqualTo(MARKER);
            Map<?, ?> last = server.api("STREAM.MSG.GET.S", "{\"seq\":" + MESSAGES + "}");
            assertThat(at(last, "message", "subject")).isEqualTo("s." + MARKER + "." + MESSAGES);
            // nats-server loses consumers when the key changes
            if (withConsumer) {
                assertThat(at(server.api("CONSUMER.INFO.S.c", ""), "ack_floor", "stream_seq"))
                        .isEqualTo(1L);
            }
            server.stop();
        }
    }

    private boolean storeTells() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("store"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(MARKER)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    @Rows({"CF-14", "JA-33"})
    void no_subject_header_payload_or_configuration_is_in_the_store_and_all_are_back_after_a_start()
            throws IOException {
        for (String cipher : List.of("chachapoly", "aes")) {
            folder = Files.createDirectory(folder.resolve(cipher));
            fill("cipher: " + cipher + ", " + OLD);
            assertThat(storeTells()).as(cipher).isFalse();
            check("cipher: " + cipher + ", " + OLD);
        }
    }

    @Test
    @Rows({"CF-14", "JA-33"})
    void the_other_names_and_the_environment_give_the_key() throws IOException {
        ProgramTarget told = target.with(Map.of("JS_KEY", "from-the-environment"));
        fill("ek: from-the-environment");
        try (RestartedServer server = new RestartedServer(told, folder, PATIENCE, "encryption_key: $JS_KEY")) {
            assertThat(at(server.api("STREAM.INFO.S", ""), "state", "messages")).isEqualTo((long) MESSAGES);
            server.stop();
        }
        assertThat(storeTells()).isFalse();
    }

    /** nats-server starts without the stream; ours does not start. */
    @Test
    @Rows({"CF-14", "JA-33"})
    void with_a_wrong_key_nothing_is_served_and_nothing_is_lost() throws IOException {
        fill(OLD);
        for (String wrong : List.of("key: \"wrong-secret\"", "")) {
            if (!isOurs()) {
                try (RestartedServer server = run(wrong)) {
                    assertThat(at(server.api("STREAM.INFO.S", ""), "error", "err_code"))
                            .isEqualTo(10059L);
                    server.stop();
                }
            } else {
                assertThatThrownBy(() -> run(wrong))
                        .hasMessageContaining("it ended")
                        .hasMessageContaining("key: ")
                        .hasMessageContaining("/streams/S ")
                        .hasMessageNotContaining("secret");
            }
        }
        check(OLD);
    }

    @Test
    @Rows({"CF-14", "JA-33"})
    void the_previous_key_opens_what_the_new_one_keeps() throws IOException {
        fill(OLD);
        check("key: \"new-secret\", prev_key: \"old-secret\"", isOurs());
        check("key: \"new-secret\"", isOurs());
        assertThat(storeTells()).isFalse();
    }

    @Test
    @Rows({"CF-14", "JA-33"})
    void a_plain_store_is_encrypted_once_there_is_a_key() throws IOException {
        fill("");
        assertThat(storeTells()).isTrue();
        check(OLD);
        // nats-server leaves what it does not write again
        assertThat(storeTells()).isEqualTo(!isOurs());
    }

    @Test
    @Rows({"CF-14", "JA-33"})
    void another_cipher_goes_on_with_what_is_there() {
        fill(OLD);
        check("cipher: aes, " + OLD);
        check("cipher: chacha, " + OLD);
    }

    @Test
    @Rows("CF-14")
    void an_unknown_cipher_is_refused() {
        assertThatThrownBy(() -> run("cipher: rot13, " + OLD)).hasMessageContaining("Unknown cipher type: \"rot13\"");
    }
}
