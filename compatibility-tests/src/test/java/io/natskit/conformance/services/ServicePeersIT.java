// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.client.service.EndpointInfo;
import io.natskit.client.service.EndpointStats;
import io.natskit.client.service.Service;
import io.natskit.client.service.ServiceErrorException;
import io.natskit.client.service.ServiceInfo;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.ServiceStats;
import io.natskit.conformance.client.ClientDriver;
import io.natskit.conformance.client.ClientDrivers;
import io.natskit.conformance.client.ClientProcess;
import io.natskit.conformance.client.NatsJs;
import io.natskit.conformance.target.Programs;
import io.natskit.conformance.target.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Services across clients: ours is found and called by the nats CLI, jnats, nats-py and nats.js, and finds and calls theirs. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.services.Judged#targets")
record ServicePeersIT(Target target) implements Judged {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String METADATA_OF_PYTHON = "{'city': 'Bath'}";

    private static Service ours(Lab lab) {
        return lab.serving()
                .start(
                        "ours",
                        "1.2.3",
                        s -> s.description("of NatsKit")
                                .metadata("city", "Bath")
                                .group(
                                        "ours",
                                        g -> g.endpoint("echo", e -> e.handler(r -> r.reply(r.bytes())))
                                                .endpoint(
                                                        "fail",
                                                        e -> e.queueGroup("w")
                                                                .handler(r -> r.replyError(404, "no such thing")))));
    }

    private static ClientProcess jnats(Lab lab, String task) {
        Optional<ClientDriver> driver = ClientDrivers.find().present().stream()
                .filter(d -> d.name().equals("jnats"))
                .findAny();
        Assumptions.assumeTrue(driver.isPresent(), "jnats is not here");
        return driver.get().start(lab.server().tcpUrl(), ClientDriver.Task.of(task));
    }

    private static ClientProcess python(Lab lab, String task) {
        Optional<Path> python = Programs.find("NATS_PY", "python");
        Assumptions.assumeTrue(python.isPresent(), "nats-py is not here");
        Path script = Programs.root().resolve("compatibility-tests/src/main/python/natspy_micro.py");
        return ClientProcess.start(List.of(
                python.get().toString(), script.toString(), task, lab.server().tcpUrl()));
    }

    private static ClientProcess javaScript(Lab lab, String task) {
        Optional<List<String>> program = NatsJs.program("natsjs_micro");
        Assumptions.assumeTrue(program.isPresent(), "nats.js is not here");
        List<String> line = new ArrayList<>(program.get());
        line.addAll(List.of(task, lab.server().tcpUrl()));
        return ClientProcess.start(line);
    }

    private static ClientProcess cli(Lab lab, String... words) {
        Optional<Path> program = Programs.find("NATS_CLI", "nats");
        Assumptions.assumeTrue(program.isPresent(), "the nats CLI is not here");
        return ClientProcess.start(Stream.concat(
                        Stream.of(
                                program.get().toString(),
                                "--no-context",
                                "--server",
                                lab.server().tcpUrl(),
                                "service"),
                        Stream.of(words))
                .toList());
    }

    private static String printed(ClientProcess program) {
        try (program) {
            assertThat(program.awaitExit(PATIENCE))
                    .as("exit code; it wrote: %s", program.output())
                    .isZero();
            return program.output();
        }
    }

    private void findsOurs(java.util.function.Function<Lab, ClientProcess> start, String metadata) {
        try (Lab lab = lab();
                Service ours = ours(lab)) {
            assertThat(printed(start.apply(lab)).lines())
                    .containsSubsequence(
                            "info ours 1.2.3 of NatsKit " + metadata,
                            "endpoints echo=ours.echo@q fail=ours.fail@w",
                            "echo hi",
                            "fail 404 no such thing",
                            "stats echo:1/0 fail:1/1");
            assertThat(ours.stats().endpoints())
                    .extracting(EndpointStats::requests)
                    .containsExactly(1L, 1L);
        }
    }

    private void isFoundByOurs(java.util.function.Function<Lab, ClientProcess> start, String description, String who) {
        try (Lab lab = lab();
                ClientProcess program = start.apply(lab)) {
            await().atMost(PATIENCE).until(() -> program.output().contains("ready"));
            ServicePing ping = lab.asking().ping(d -> d.instancesMax(1)).get(0);
            assertThat(ping.name()).isEqualTo("theirs");
            assertThat(ping.version()).isEqualTo("2.0.0");
            ServiceInfo info =
                    lab.asking().info(d -> d.instance("theirs", ping.id())).get(0);
            assertThat(info.description()).isEqualTo(description);
            assertThat(info.metadata()).containsEntry("who", who);
            assertThat(info.endpoints()).extracting(EndpointInfo::subject).contains("theirs.echo", "theirs.fail");
            assertThat(info.endpoints()).extracting(EndpointInfo::queueGroup).containsOnly("q");
            assertThat(lab.asking()
                            .call(Judged.ask("theirs.echo", "hi"), c -> c.timeout(LONG))
                            .text())
                    .isEqualTo("hi");
            assertThatThrownBy(() -> lab.asking().call(Judged.ask("theirs.fail", ""), c -> c.timeout(LONG)))
                    .isInstanceOfSatisfying(
                            ServiceErrorException.class,
                            e -> assertThat(e.error().toString()).isEqualTo("404:no such thing"));
            await().atMost(LONG).until(() -> failed(lab, ping.id()).requests() == 1);
            ServiceStats stats =
                    lab.asking().stats(d -> d.instance("theirs", ping.id())).get(0);
            assertThat(stats.started()).isAfter(java.time.Instant.now().minus(PATIENCE));
        }
    }

    private static EndpointStats failed(Lab lab, String id) {
        return lab.asking().stats(d -> d.instance("theirs", id)).get(0).endpoints().stream()
                .filter(e -> e.name().equals("fail"))
                .findAny()
                .orElseThrow();
    }

    @Test
    @Rows("client: Service peers")
    void jnats_finds_and_calls_ours() {
        findsOurs(lab -> jnats(lab, "svc-find"), "{city=Bath}");
    }

    @Test
    @Rows("client: Service peers")
    void ours_finds_and_calls_that_of_jnats() {
        isFoundByOurs(lab -> jnats(lab, "svc-serve"), "jnats", "jnats");
    }

    @Test
    @Rows("client: Service peers")
    void nats_py_finds_and_calls_ours() {
        findsOurs(lab -> python(lab, "find"), METADATA_OF_PYTHON);
    }

    @Test
    @Rows("client: Service peers")
    void ours_finds_and_calls_that_of_nats_py() {
        isFoundByOurs(lab -> python(lab, "serve"), "nats-py", "py");
    }

    @Test
    @Rows("client: Service peers")
    void nats_js_finds_and_calls_ours() {
        findsOurs(lab -> javaScript(lab, "find"), "{\"city\":\"Bath\"}");
    }

    @Test
    @Rows("client: Service peers")
    void ours_finds_and_calls_that_of_nats_js() {
        isFoundByOurs(lab -> javaScript(lab, "serve"), "nats.js", "js");
    }

    @Test
    @Rows("client: Service peers")
    void the_command_line_finds_watches_and_calls_ours() {
        try (Lab lab = lab();
                Service ours = ours(lab)) {
            assertThat(printed(cli(lab, "list"))).contains("ours", "1.2.3", ours.id(), "of NatsKit");
            assertThat(printed(cli(lab, "info", "ours", "--json"))).contains("\"ours.echo\"", "\"Bath\"", ours.id());
            assertThat(printed(cli(lab, "request", "ours", "echo", "hi", "--raw")))
                    .contains("hi");
            assertThat(printed(cli(lab, "stats", "ours", "--json"))).contains("\"num_requests\": 1", "\"started\"");
            assertThat(ours.stats().endpoints().get(0).requests()).isOne();
        }
    }

    @Test
    @Rows("client: Service peers")
    void ours_finds_and_calls_that_of_the_command_line() {
        try (Lab lab = lab();
                ClientProcess program = cli(lab, "serve", "theirs")) {
            await().atMost(PATIENCE)
                    .until(() -> !lab.asking().ping(d -> d.instancesMax(1)).isEmpty());
            assertThat(program.output()).isNotNull();
            assertThat(lab.asking()
                            .info(d -> d.name("theirs").instancesMax(1))
                            .get(0)
                            .endpoints())
                    .containsExactly(new EndpointInfo("echo", "theirs.echo", "q", java.util.Map.of()));
            assertThat(lab.asking()
                            .call(Judged.ask("theirs.echo", "hi"), c -> c.timeout(LONG))
                            .text())
                    .isEqualTo("hi");
            await().atMost(LONG)
                    .until(() -> lab.asking()
                                    .stats(d -> d.name("theirs").instancesMax(1))
                                    .get(0)
                                    .endpoints()
                                    .get(0)
                                    .requests()
                            == 1);
        }
    }
}
