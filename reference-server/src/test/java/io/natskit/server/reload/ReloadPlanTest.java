// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReloadPlanTest {
    private static final List<String> ALWAYS = List.of("Users", "Accounts", "TLSConfig");

    private static ServerOptions options(Consumer<ServerOptions.Builder> change) {
        ServerOptions.Builder builder = ServerOptions.builder();
        change.accept(builder);
        return builder.build();
    }

    private static ReloadPlan plan(Consumer<ServerOptions.Builder> before, Consumer<ServerOptions.Builder> after) {
        return ReloadPlan.between(options(before), options(after));
    }

    private static List<String> names(List<Change> changes) {
        return changes.stream().map(Change::option).toList();
    }

    private static List<String> refusals(ReloadPlan plan) {
        return plan.refused().stream()
                .map(change -> String.valueOf(change.refusal()))
                .toList();
    }

    @Test
    void the_same_options_ask_for_nothing_but_what_is_always_looked_at() {
        ReloadPlan plan = plan(o -> {}, o -> {});
        assertThat(names(plan.applied())).containsExactlyElementsOf(ALWAYS);
        assertThat(plan.refused()).isEmpty();
    }

    @Test
    void changes_come_in_the_order_of_the_table_and_say_what_they_are() {
        ReloadPlan plan = plan(
                o -> {},
                o -> o.limits(l -> l.maxPayloadBytes(7)).liveness(l -> l.pingInterval(Duration.ofSeconds(90))));
        assertThat(plan.applied())
                .extracting(Change::notice)
                .containsSubsequence("Reloaded: ping_interval = 1m30s", "Reloaded: max_payload = 7");
    }

    @Test
    void what_is_fixed_is_refused_with_both_values() {
        assertThat(refusals(plan(o -> o.serverName("a"), o -> o.serverName("b").loops(3))))
                .containsExactly(
                        "config reload not supported for ServerName: old=a, new=b",
                        "config reload not supported for Loops: old=0, new=3");
    }

    @Test
    void a_random_port_is_no_other_port() {
        assertThat(plan(o -> o.listen(l -> l.port(4222)), o -> o.listen(l -> l.port(-1)))
                        .refused())
                .isEmpty();
        assertThat(refusals(plan(o -> o.listen(l -> l.port(4222)), o -> o.listen(l -> l.port(4333)))))
                .containsExactly("config reload not supported for Port: old=4222, new=4333");
    }

    @Test
    void jetstream_takes_more_room_and_no_less() {
        assertThat(refusals(plan(
                        o -> o.jetStream(js -> js.enabled(true).maxMemoryBytes(10)),
                        o -> o.jetStream(js -> js.enabled(true).maxMemoryBytes(9)))))
                .containsExactly("config reload not supported for decreasing jetstream max memory and store");
        assertThat(refusals(plan(
                        o -> o.jetStream(js -> js.enabled(true)),
                        o -> o.jetStream(js -> js.enabled(true).maxMemoryBytes(9)))))
                .containsExactly("config reload not supported for jetstream dynamic max memory and store");
        assertThat(refusals(plan(
                        o -> o.jetStream(js -> js.enabled(true).maxMemoryBytes(10)),
                        o -> o.jetStream(js -> js.enabled(true)))))
                .containsExactly("config reload not supported for jetstream max memory and max store");
        assertThat(plan(
                                o -> o.jetStream(js -> js.enabled(true).maxMemoryBytes(10)),
                                o -> o.jetStream(js -> js.enabled(false)))
                        .refused())
                .isEmpty();
    }

    @Test
    void jetstream_stays_where_its_files_are() {
        assertThat(refusals(plan(
                        o -> o.jetStream(js -> js.enabled(true).storeDir(Path.of("a"))),
                        o -> o.jetStream(js -> js.enabled(true).storeDir(Path.of("b"))))))
                .containsExactly("config reload not supported for jetstream storage directory");
        assertThat(refusals(plan(
                        o -> o.jetStream(js -> js.enabled(true).storeDir(Path.of("a"))),
                        o -> o.jetStream(js -> js.enabled(true)))))
                .containsExactly("config reload not supported for jetstream storage dir");
    }

    @Test
    void of_websocket_certificates_may_change_and_nothing_is_shown_of_the_rest() {
        TlsOptions one = TlsOptions.builder().certFile(Path.of("a")).build();
        TlsOptions other = TlsOptions.builder().certFile(Path.of("b")).build();
        assertThat(plan(o -> o.webSocket(w -> w.tls(one)), o -> o.webSocket(w -> w.tls(other)))
                        .refused())
                .isEmpty();
        assertThat(refusals(plan(o -> {}, o -> o.webSocket(w -> w.token("very secret")))))
                .containsExactly("config reload not supported for Websocket: old=<hidden>, new=<hidden>");
    }

    @Test
    void passwords_are_never_shown() {
        ReloadPlan plan = plan(
                o -> {},
                o -> o.authorization(
                        a -> a.username("u").password("very secret").token("very secret too")));
        assertThat(plan.refused()).isEmpty();
        assertThat(plan.applied()).extracting(Change::notice).noneMatch(text -> text.contains("secret"));
    }
}
