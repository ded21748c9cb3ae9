// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.RestartedServer.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.scenario.Delivery;
import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.transcript.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Row D8 on a file system that is really full: a small one in memory, which the server mounts for itself in a name space of its own. Our server alone is judged, since nats-server
 * leaves its publishers without an answer; only where Linux lets everybody make such a name space.
 */
@EnabledIfSystemProperty(named = "natskit.full", matches = "true")
class FullDiskIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int REFUSED = 50;
    private static final int PUBLISHES_MAX = 20_000;

    @TempDir
    Path folder;

    @Test
    void refusals_come_at_once_reads_go_on_and_intake_resumes_when_there_is_space() throws Exception {
        List<ProgramTarget> ours = SuiteTargets.programs()
                .filter(one -> one.family().equals("natskit"))
                .toList();
        assumeThat(ours).as("a program of ours").isNotEmpty();
        assumeThat(canMount()).as("a user may mount a file system of his own").isTrue();
        ProgramTarget target = ours.get(0);
        try (RestartedServer run = new RestartedServer(onSmallDisk(target), folder, PATIENCE)) {
            stream(run, "KEPT", "kept");
            stream(run, "FILL", "fill");
            assertThat(at(run.publish("kept", "", "first"), "seq")).isEqualTo(1L);
            int stored = fill(run);

            long[] nanos = new long[REFUSED];
            for (int i = 0; i < REFUSED; i++) {
                long began = System.nanoTime();
                Map<?, ?> answer = run.publish("fill", "", "x".repeat(100_000));
                nanos[i] = System.nanoTime() - began;
                assertThat(at(answer, "error", "err_code")).isEqualTo(10077L);
            }
            Arrays.sort(nanos);
            assertThat(TimeUnit.NANOSECONDS.toMillis(nanos[REFUSED / 2]))
                    .as("median of the times to an error, in ms; the longest took "
                            + TimeUnit.NANOSECONDS.toMillis(nanos[REFUSED - 1]))
                    .isLessThanOrEqualTo(100);
            assertThat(at(run.api("STREAM.MSG.GET.KEPT", "{\"seq\":1}"), "message", "data"))
                    .isEqualTo("Zmlyc3Q=");
            assertThat(at(run.api("STREAM.INFO.FILL", ""), "state", "messages")).isEqualTo((long) stored);

            assertThat(at(run.api("STREAM.DELETE.FILL", ""), "success")).isEqualTo(true);
            await().atMost(PATIENCE).until(() -> at(run.publish("kept", "", "second"), "error") == Json.NULL);
            assertThat(at(run.api("STREAM.MSG.GET.KEPT", "{\"last_by_subj\":\"kept\"}"), "message", "data"))
                    .isEqualTo("c2Vjb25k");
        }
    }

    private static void stream(RestartedServer run, String name, String subject) {
        Map<?, ?> answer =
                run.api("STREAM.CREATE." + name, "{\"name\":\"" + name + "\",\"subjects\":[\"" + subject + "\"]}");
        assertThat(at(answer, "error")).isEqualTo(Json.NULL);
    }

    /** Publishes until the first refusal, large messages and then small ones; answers how many were stored. */
    private static int fill(RestartedServer run) {
        int stored = 0;
        for (int size : new int[] {100_000, 1_000, 10}) {
            for (int i = 0; i < PUBLISHES_MAX; i++) {
                Delivery answer = run.request("fill", "", "x".repeat(size));
                if (answer.payload().contains("\"error\"")) {
                    assertThat(answer.payload()).contains("10077");
                    break;
                }
                stored++;
            }
        }
        assertThat(stored).isBetween(1, 3 * PUBLISHES_MAX - 1);
        return stored;
    }

    private static boolean canMount() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("unshare", "-Urm", "true").start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // another system
        }
    }

    private ProgramTarget onSmallDisk(ProgramTarget target) throws IOException {
        Path store = Files.createDirectory(folder.resolve("store"));
        String script = "mount -t tmpfs -o size=4m tmpfs '" + store + "' && exec \"$@\"";
        List<String> command = new ArrayList<>(List.of("unshare", "-Urm", "sh", "-c", script, "small-disk"));
        command.addAll(target.command());
        // the disk shall be the bound, not what the server takes of it by itself
        Path config = Files.writeString(folder.resolve("server.conf"), "jetstream { max_file: 1GB }\n");
        command.addAll(List.of("-c", config.toString()));
        return new ProgramTarget(target.name(), target.family(), command);
    }
}
