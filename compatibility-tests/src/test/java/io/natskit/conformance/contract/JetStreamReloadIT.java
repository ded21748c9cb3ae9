// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reload changes of JetStream. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record JetStreamReloadIT(Target target) implements Judged {
    private static final Duration SHORTLY = Duration.ofMillis(300);
    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    @Rows({"PR-03", "PR-04"})
    void jetstream_may_be_given_more_room_and_not_less() {
        String before = "jetstream {store_dir: \"${store}\", max_mem: 10MB, max_file: 10MB}\n";
        try (RunningServer server = target.start(before)) {
            assertThat(server.reload("jetstream {store_dir: \"${store}\", max_mem: 5MB, max_file: 10MB}\n"))
                    .isEqualTo("config reload not supported for decreasing jetstream max memory and store");
            try (Peer peer = Peer.login(server)) {
                assertThat(create(peer)).contains("\"err_code\":10047");
                assertThat(server.reload("jetstream {store_dir: \"${store}\", max_mem: 10MB, max_file: 50MB}\n"))
                        .isEmpty();
                assertThat(server.log()).contains("Reloaded: JetStream max_file_store = 50.00 MB");
                assertThat(create(peer)).contains("\"did_create\":true");
            }
        }
    }

    /** Asks for a stream that takes 20 MB of disk. */
    private static String create(Peer peer) {
        String config = "{\"name\":\"S\",\"subjects\":[\"s\"],\"max_bytes\":20000000}";
        peer.send("SUB inbox 1\r\nPUB $JS.API.STREAM.CREATE.S inbox " + config.length() + "\r\n" + config + "\r\n");
        peer.word();
        String answer = String.valueOf(peer.word());
        peer.send("UNSUB 1\r\n");
        return answer;
    }

    @Test
    @Rows("PR-03")
    void jetstream_is_switched_off_and_on_again_and_keeps_its_streams() {
        String on = "jetstream {store_dir: \"${store}\"}\n";
        try (RunningServer server = target.start(on);
                Peer peer = Peer.login(server)) {
            assertThat(create(peer)).contains("\"did_create\":true");
            assertThat(server.reload("jetstream: disabled\n")).isEmpty();
            try (Peer fresh = Peer.dial(server)) {
                assertThat(fresh.info()).doesNotContainKey("jetstream");
            }
            assertThat(server.reload(on)).isEmpty();
            await().atMost(SOON).until(() -> {
                peer.send("SUB inbox 1\r\nPUB $JS.API.STREAM.INFO.S inbox 0\r\n\r\n");
                // also what an earlier round had asked for
                boolean there = false;
                for (String line = peer.lineWithin(SHORTLY); line != null; line = peer.lineWithin(SHORTLY)) {
                    there |= line.contains("\"name\":\"S\"");
                }
                peer.send("UNSUB 1\r\n");
                return there;
            });
        }
    }

    @Test
    @Rows({"PR-03", "CF-13"})
    void an_account_is_given_jetstream_and_it_is_taken_away_again() {
        String js = "jetstream {store_dir: \"${store}\"}\n";
        String without = js + "accounts { A { users: [{user: a, password: p}] } }\n";
        String with = js + "accounts { A { users: [{user: a, password: p}], jetstream: {max_streams: 1} } }\n";
        try (RunningServer server = target.start(without);
                Peer peer = Peer.login(server, 0, ",\"user\":\"a\",\"pass\":\"p\"")) {
            assertThat(create(peer)).contains("\"err_code\":10039");
            assertThat(server.reload(with)).isEmpty();
            assertThat(create(peer)).contains("\"did_create\":true");
            assertThat(server.reload(without)).isEmpty();
            assertThat(create(peer)).contains("\"err_code\":10039");
        }
    }
}
