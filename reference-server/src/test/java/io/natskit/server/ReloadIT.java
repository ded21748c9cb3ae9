// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.config.ConfigException;
import io.natskit.server.config.InvalidOptionsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reloading by the embedding API. */
class ReloadIT {
    @TempDir
    Path folder;

    @Test
    void what_was_applied_is_told_and_in_force() {
        try (NatsServer server = NatsServer.builder().start()) {
            ReloadOutcome outcome = server.reload(o -> o.limits(l -> l.maxPayloadBytes(2048)));
            assertThat(outcome.isApplied()).isTrue();
            assertThat(outcome.applied()).contains("MaxPayload").doesNotContain("MaxConn");
            assertThat(server.options().limits().maxPayloadBytes()).isEqualTo(2048);
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void what_needs_a_restart_is_told_and_nothing_changes() {
        try (NatsServer server = NatsServer.builder().start()) {
            ReloadOutcome outcome =
                    server.reload(o -> o.serverName("other").loops(7).limits(l -> l.maxPayloadBytes(2048)));
            assertThat(outcome.isApplied()).isFalse();
            assertThat(outcome.applied()).isEmpty();
            assertThat(outcome.needsRestart())
                    .containsExactly(
                            "config reload not supported for ServerName: old=, new=other",
                            "config reload not supported for Loops: old=0, new=7");
            assertThat(server.options().limits().maxPayloadBytes()).isEqualTo(1024 * 1024);
        }
    }

    @Test
    void options_that_contradict_one_another_change_nothing() {
        try (NatsServer server = NatsServer.builder().start()) {
            assertThatThrownBy(() -> server.reload(o -> o.limits(l -> l.maxPayloadBytes(0))))
                    .isInstanceOf(InvalidOptionsException.class);
            assertThat(server.options().limits().maxPayloadBytes()).isEqualTo(1024 * 1024);
        }
    }

    @Test
    void the_file_is_read_again() throws Exception {
        Path file = Files.writeString(folder.resolve("server.conf"), "max_payload: 1000\n");
        List<Integer> told = new ArrayList<>();
        try (NatsServer server = NatsServer.builder()
                .configFile(file)
                .onReload((before, now) -> told.add(now.limits().maxPayloadBytes()))
                .start()) {
            Files.writeString(file, "max_payload: 500\n");
            assertThat(server.reload().applied()).contains("MaxPayload");
            Files.writeString(file, "bogus: 1\n");
            assertThatThrownBy(server::reload).isInstanceOf(ConfigException.class);
            assertThat(server.options().limits().maxPayloadBytes()).isEqualTo(500);
            assertThat(told).containsExactly(500);
        }
    }

    @Test
    void without_a_file_there_is_nothing_to_read_again() {
        try (NatsServer server = NatsServer.builder().start()) {
            assertThatThrownBy(server::reload).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_closed_server_takes_no_other_options() {
        NatsServer server = NatsServer.builder().start();
        server.close();
        assertThatThrownBy(() -> server.reload(o -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_lame_duck_without_clients_closes_itself() throws Exception {
        NatsServer server = NatsServer.builder().start();
        assertThat(server.enterLameDuckMode()).isTrue();
        assertThat(server.isLameDuck()).isTrue();
        assertThat(server.enterLameDuckMode()).isFalse();
        server.awaitClosed();
    }
}
