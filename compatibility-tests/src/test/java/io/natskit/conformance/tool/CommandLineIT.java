// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.Cli;
import io.natskit.cli.terminal.Terminal;
import io.natskit.conformance.target.JetStreamTargets;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Our command line against each server with JetStream: the same commands, the same answers. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record CommandLineIT(Target target) {
    private static RunningServer server;

    @TempDir
    private static Path folder;

    @BeforeParameterizedClassInvocation
    static void start(Target target) {
        server = JetStreamTargets.start(target);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    /** What a command that must end with {@code code} prints. */
    private static String natskit(int code, String line) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of("NATS_URL", server.tcpUrl(), "XDG_CONFIG_HOME", folder.toString());
        Terminal terminal = new Terminal(InputStream.nullInputStream(), out, out, environment, false);
        int ended = new Cli(terminal).execute(line.split(" "));
        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(ended).as(line + "\n" + text).isEqualTo(code);
        return text;
    }

    private static String natskit(String line) {
        return natskit(0, line);
    }

    @Test
    void streams_and_consumers_are_managed_backed_up_and_brought_back() {
        assertThat(natskit("stream add S --subjects s.* --max-msgs 10 --retention workqueue --max-age 1h"))
                .contains("Subjects: s.*", "Retention: Work Queue", "Maximum Age: 1h0m0s");
        assertThat(natskit("pub s.a n{{Count}} --count 3 -J")).contains("Stored in Stream: S Sequence: 3");
        assertThat(natskit("stream edit S --max-msgs 20 --dry-run")).contains("10 -> 20");
        natskit("stream edit S --max-msgs 20 -f");
        assertThat(natskit("consumer add S C --max-deliver 5"))
                .contains("Maximum Deliveries: 5", "Unprocessed Messages: 3");
        assertThat(natskit("consumer next S C --raw")).isEqualTo("n1\n");
        assertThat(natskit("stream view S --raw")).startsWith("n2\nn3\n");
        assertThat(natskit("stream subjects S")).contains("│ s.a     │ 2 ");
        assertThat(natskit("backup stream S " + folder.resolve("backup-" + server.port())))
                .contains("with 2 messages");
        natskit("stream rm S -f");
        assertThat(natskit(1, "stream info S")).contains("stream not found", "10059");
        assertThat(natskit("restore " + folder.resolve("backup-" + server.port())))
                .contains("with 2 messages and 1 consumers");
        assertThat(natskit("consumer next S C --raw")).isEqualTo("n2\n");
        assertThat(natskit(2, "check stream --stream S --msgs-critical 5")).startsWith("CRITICAL S Crit:1 messages");
        natskit("stream rm S -f");
    }

    @Test
    void buckets_and_objects_are_filled_and_read() {
        natskit("kv add B --history 3");
        natskit("kv put B k one");
        natskit("kv update B k two 1");
        assertThat(natskit(1, "kv update B k three 1")).contains("natskit: error: ");
        assertThat(natskit("kv get B k --raw")).isEqualTo("two");
        assertThat(natskit("kv history B k")).contains("│ one ", "│ two ");
        natskit("kv del B -f");
        natskit("object add O");
        String file = folder.resolve("backup-of-nothing.txt").toString();
        assertThat(natskit(1, "object put O " + file)).contains("no such file");
        natskit("object rm O -f");
    }

    @Test
    void accounts_ways_and_measurements_are_shown() {
        assertThat(natskit("account info")).contains("JetStream Account Information");
        natskit("stream add T --subjects t");
        assertThat(natskit("trace t hello")).contains("--J JetStream action:\"stored\" stream:\"T\"", "JetStream: 1");
        assertThat(natskit("bench js pub t --stream T --msgs 100 --batch 1")).contains("publisher stats: ", "p99");
        assertThat(natskit("bench js ordered --stream T --msgs 100")).contains("ordered consumer stats: ");
        natskit("stream rm T -f");
        assertThat(natskit("check connection --format prometheus")).contains("nats_server_check_connections_rtt");
    }
}
