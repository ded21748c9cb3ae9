// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.client.ClientProcess;
import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** An object larger than the heap of who puts and reads it. With {@code -Pfull}: 2 GiB in 256 MB; otherwise 72 MiB in 64 MB. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record LargeObjectIT(Target target) implements Judged {
    private static final boolean FULL = Boolean.getBoolean("natskit.full");
    private static final long BYTES = FULL ? 2L << 30 : 72L << 20;
    private static final int HEAP_MB = FULL ? 256 : 64;
    private static final Duration PATIENCE = Duration.ofMinutes(FULL ? 10 : 2);

    private static String run(int exitCode, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MB + "m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                LargeObject.class.getName()));
        line.addAll(List.of(arguments));
        try (ClientProcess program = ClientProcess.start(line)) {
            assertThat(program.awaitExit(PATIENCE))
                    .as("exit code of %s; it wrote: %s", arguments[0], program.output())
                    .isEqualTo(exitCode);
            return program.output();
        }
    }

    /** The word behind {@code name} in what was written. */
    private static String word(String output, String name) {
        int at = output.indexOf(name + " ");
        assertThat(at).as("%s in: %s", name, output).isNotNegative();
        return output.substring(at + name.length() + 1).split("[ \n]")[0];
    }

    @Test
    @Rows({"client: object resumable upload", "client: object put", "client: object get"})
    void an_object_larger_than_the_heap_is_cut_resumed_and_read() {
        try (Lab lab = lab()) {
            String url = lab.server().tcpUrl();
            String bytes = Long.toString(BYTES);

            String half = run(3, "begin", url, bytes);
            assertThat(half).contains("half");
            String resumed = run(0, "resume", url, bytes, word(half, "token"));
            long position = Long.parseLong(word(resumed, "position"));
            assertThat(position)
                    .as("what was acknowledged before the cut is not sent again")
                    .isBetween(BYTES / 2 - (16L << 20), BYTES / 2);
            assertThat(word(resumed, "stored")).isEqualTo(bytes);
            String read = run(0, "read", url, bytes);
            assertThat(word(read, "read")).isEqualTo(bytes);
            assertThat(word(read, "same")).isEqualTo("true");
            assertThat(resumed).contains(read.substring(read.indexOf("SHA-256="), read.indexOf(" same")));
            System.out.println("large object on " + target.name() + ": " + read.strip());
        }
    }
}
