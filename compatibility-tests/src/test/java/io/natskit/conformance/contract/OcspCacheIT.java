// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What authorities have said of the certificates of clients is kept, also beyond the end of the server. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record OcspCacheIT(Target target) implements Judged {
    private static final String VERIFY = "verify: true, ca_timeout: 30";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Authority root;
    private static OcspResponder responder;
    private static Certificates own;

    @BeforeAll
    static void makeAuthority() {
        root = Authority.root(folder, "root");
        responder = new OcspResponder(root);
        own = root.issue("server", "localhost", null);
    }

    @AfterAll
    static void stopResponder() {
        responder.close();
    }

    private static Path newStore() {
        return folder.resolve("store-" + UUID.randomUUID());
    }

    /** The file of a store. */
    private static Path file(Path store) {
        return store.resolve("cache.json");
    }

    private static Map<String, Object> written(Path store) {
        try {
            return Json.object(Files.readString(file(store)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String config(String cache, String peers) {
        return "debug: true\nocsp_cache: " + cache + "\n" + Monitor.CONFIG
                + own.block(
                        ", timeout: 60, verify: true, ca_file: \"" + root.file() + "\", ocsp_peer: { " + peers + " }");
    }

    private static String at(Path store) {
        return "{ local_store: \"" + store + "\" }";
    }

    private static RunningServer start(Target target, Path store) {
        return target.start(config(at(store), VERIFY));
    }

    private static Certificates fresh(OcspResponder of) {
        return root.issue("client-" + UUID.randomUUID(), "ada.example", of.url());
    }

    private static boolean comesIn(RunningServer server, Certificates shown) {
        return Peer.comesIn(server, own.presenting(shown));
    }

    @Test
    @Rows({"AU-17", "CF-15"})
    void an_answer_outlives_a_restart_while_its_authority_is_gone() {
        OcspResponder brief = new OcspResponder(root);
        Certificates good = fresh(brief);
        Certificates revoked = fresh(brief);
        brief.say(revoked, OcspResponder.REVOKED);
        Path store = newStore();
        try (RunningServer server = start(target, store)) {
            assertThat(comesIn(server, good)).isTrue();
            assertThat(comesIn(server, revoked)).isFalse();
        }
        brief.close();
        try (RunningServer server = start(target, store)) {
            assertThat(comesIn(server, good)).isTrue();
            assertThat(comesIn(server, revoked)).isFalse();
            assertThat(comesIn(server, fresh(brief))).isFalse();
            assertThat(Monitor.of(server).page("/varz"))
                    .containsEntry(
                            "ocsp_peer_cache",
                            Json.object("{\"cache_type\":\"local\",\"cache_hits\":2,\"cache_misses\":1,"
                                    + "\"cached_responses\":2,\"cached_revoked_responses\":1,"
                                    + "\"cached_good_responses\":1}"));
        }
        // what is kept elsewhere is not known here
        try (RunningServer server = start(target, newStore())) {
            assertThat(comesIn(server, good)).isFalse();
        }
    }

    @Test
    @Rows("AU-17")
    void the_file_tells_of_each_certificate_by_its_fingerprint() {
        Certificates good = fresh(responder);
        Certificates revoked = fresh(responder);
        Certificates unknown = fresh(responder);
        responder.say(revoked, OcspResponder.REVOKED);
        responder.say(unknown, OcspResponder.UNKNOWN);
        Path store = newStore();
        try (RunningServer server = start(target, store)) {
            Stream.of(good, revoked, unknown).forEach(each -> comesIn(server, each));
            assertThat(server.log()).contains("OCSP peer cache online, type [local]");
        }
        Map<String, Object> all = written(store);
        Stream.of(Map.entry(good, "good"), Map.entry(revoked, "revoked"), Map.entry(unknown, "unknown"))
                .forEach(each -> {
                    Map<String, Object> described = each.getKey().described();
                    assertThat(all).containsKey(String.valueOf(described.get("fingerprint")));
                    Map<?, ?> entry = (Map<?, ?>) all.get(described.get("fingerprint"));
                    assertThat(entry.keySet())
                            .map(String::valueOf)
                            .containsExactlyInAnyOrder("subject", "cached_at", "resp_status", "resp_expires", "resp");
                    assertThat(entry.get("subject")).isEqualTo(described.get("subject"));
                    assertThat(entry.get("resp_status")).isEqualTo(each.getValue());
                });
        assertThat(all).hasSize(3);
    }

    static Stream<Target> writers() {
        return SuiteTargets.reachable();
    }

    @ParameterizedTest
    @MethodSource("writers")
    @Rows("AU-17")
    void a_file_of_another_server_is_taken_over(Target writer) {
        OcspResponder brief = new OcspResponder(root);
        Certificates good = fresh(brief);
        Path store = newStore();
        try (RunningServer server = start(writer, store)) {
            assertThat(comesIn(server, good)).isTrue();
        }
        brief.close();
        try (RunningServer server = start(target, store)) {
            assertThat(comesIn(server, good)).isTrue();
        }
    }

    @Test
    @Rows({"AU-17", "CF-15"})
    void what_is_new_is_written_while_the_server_runs() {
        Path store = newStore();
        try (RunningServer server =
                target.start(config("{ local_store: \"" + store + "\", save_interval: 0.2 }", VERIFY))) {
            assertThat(comesIn(server, fresh(responder))).isTrue();
            await().until(() -> Files.exists(file(store)));
            assertThat(written(store)).hasSize(1);
            assertThat(comesIn(server, fresh(responder))).isTrue();
            await().until(() -> written(store).size() == 2);
            try (Stream<Path> all = Files.list(store)) {
                assertThat(all).hasSize(1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    @Rows({"AU-17", "CF-15"})
    void a_revocation_that_no_longer_holds_is_remembered_where_that_is_wanted(boolean preserved, boolean staysOut) {
        OcspResponder brief = new OcspResponder(root).lasting(Duration.ofSeconds(5));
        Certificates revoked = fresh(brief);
        brief.say(revoked, OcspResponder.REVOKED);
        String cache = "{ local_store: \"" + newStore() + "\", preserve_revoked: " + preserved + " }";
        try (RunningServer server =
                target.start(config(cache, VERIFY + ", allowed_clockskew: 0, allow_when_ca_unreachable: true"))) {
            // an answer that has ended before anybody could look at it is not kept
            await().atMost(PATIENCE).until(() -> !comesIn(server, revoked) && keepsRevoked(server));
            brief.close();
            await().atMost(PATIENCE).until(() -> comesIn(server, revoked) || isRemembered(server));
            await().untilAsserted(() -> assertThat(isRemembered(server)).isTrue());
            assertThat(comesIn(server, revoked)).isEqualTo(!staysOut);
            assertThat(comesIn(server, revoked)).isEqualTo(!staysOut);
        }
    }

    private static boolean keepsRevoked(RunningServer server) {
        Map<?, ?> kept = (Map<?, ?>) Monitor.of(server).page("/varz").get("ocsp_peer_cache");
        return "1".equals(String.valueOf(kept.get("cached_revoked_responses")));
    }

    private static boolean isRemembered(RunningServer server) {
        return server.log().contains("cached revocation exists so rejecting");
    }

    @ParameterizedTest
    @CsvSource({"false", "{ type: none }"})
    @Rows({"AU-17", "CF-15"})
    void without_a_cache_authorities_are_asked_each_time(String cache) {
        Certificates good = fresh(responder);
        try (RunningServer server = target.start(config(cache, VERIFY))) {
            assertThat(comesIn(server, good)).isTrue();
            int asked = responder.asked();
            assertThat(comesIn(server, good)).isTrue();
            assertThat(responder.asked()).isGreaterThan(asked);
            assertThat(server.log()).contains("OCSP peer cache online, type [none]");
            assertThat(Monitor.of(server).page("/varz")).doesNotContainKey("ocsp_peer_cache");
        }
    }

    @Test
    @Rows("AU-17")
    void a_file_that_nobody_can_read_is_warned_of_and_replaced() throws IOException {
        Path store = Files.createDirectory(newStore());
        Files.writeString(file(store), "{\"a\": {\"resp\": ");
        Certificates good = fresh(responder);
        try (RunningServer server = start(target, store)) {
            await().untilAsserted(() -> assertThat(server.log()).contains("Unable to load OCSP peer cache: "));
            assertThat(comesIn(server, good)).isTrue();
        }
        assertThat(written(store))
                .containsOnlyKeys(String.valueOf(good.described().get("fingerprint")));
    }

    @Test
    @Rows("AU-17")
    void an_answer_that_was_changed_in_the_file_is_asked_for_again() throws IOException {
        Path store = newStore();
        Certificates good = fresh(responder);
        try (RunningServer server = start(target, store)) {
            assertThat(comesIn(server, good)).isTrue();
        }
        Map<String, Object> all = written(store);
        Map<?, ?> entry = (Map<?, ?>) all.get(good.described().get("fingerprint"));
        String whole = Files.readString(file(store));
        Files.writeString(file(store), whole.replace(String.valueOf(entry.get("resp")), "AAAA"));
        int asked = responder.asked();
        try (RunningServer server = start(target, store)) {
            assertThat(comesIn(server, good)).isTrue();
            assertThat(responder.asked()).isGreaterThan(asked);
        }
        assertThat(written(store)).isNotEqualTo(Json.object("{}"));
        assertThat(Files.readString(file(store))).doesNotContain("AAAA\"");
    }

    @Test
    @Rows("AU-17")
    void a_store_that_nobody_can_write_is_told_of_and_keeps_nobody_out() throws IOException {
        Path store = Files.createFile(newStore());
        RunningServer server = target.start(config("{ local_store: \"" + store + "\", save_interval: 1 }", VERIFY));
        try (server) {
            await().untilAsserted(() -> assertThat(server.log()).contains("OCSP peer cache online"));
            assertThat(comesIn(server, fresh(responder))).isTrue();
            await().untilAsserted(() -> assertThat(server.log()).contains("Unable to save OCSP peer cache: "));
            assertThat(comesIn(server, fresh(responder))).isTrue();
        }
    }

    @Test
    @Rows({"AU-17", "PR-03"})
    void a_reload_goes_over_to_another_store_and_leaves_what_is_known_in_the_old_one() {
        Path before = newStore();
        Path after = newStore();
        Certificates first = fresh(responder);
        Certificates second = fresh(responder);
        try (RunningServer server = start(target, before)) {
            assertThat(comesIn(server, first)).isTrue();
            assertThat(server.reload(config(at(after), VERIFY))).isEmpty();
            assertThat(server.log()).contains("Reloaded OCSP peer cache");
            assertThat(written(before)).hasSize(1);
            assertThat(comesIn(server, second)).isTrue();
        }
        assertThat(written(before))
                .containsOnlyKeys(String.valueOf(first.described().get("fingerprint")));
        assertThat(written(after))
                .containsOnlyKeys(String.valueOf(second.described().get("fingerprint")));
    }

    @Test
    @Rows({"AU-17", "PR-03"})
    void a_reload_to_other_options_of_the_same_store_goes_on_with_what_is_known() {
        OcspResponder brief = new OcspResponder(root);
        Path store = newStore();
        Certificates known = fresh(brief);
        try (RunningServer server = start(target, store)) {
            assertThat(comesIn(server, known)).isTrue();
            brief.close();
            String other = "{ local_store: \"" + store + "\", preserve_revoked: true }";
            assertThat(server.reload(config(other, VERIFY))).isEmpty();
            assertThat(comesIn(server, known)).isTrue();
        }
        assertThat(written(store))
                .containsOnlyKeys(String.valueOf(known.described().get("fingerprint")));
    }

    static List<String[]> mistakes() {
        return List.of(
                new String[] {"1", "unsupported type int64"},
                new String[] {"{ type: 1 }", "error parsing OCSP peer cache config, unknown field [\"type\"]"},
                new String[] {"{ type: nats }", "error parsing OCSP peer cache config, unknown type [nats]"},
                new String[] {
                    "{ local_store: 1 }", "error parsing OCSP peer cache config, unknown field [\"local_store\"]"
                },
                new String[] {
                    "{ preserve_revoked: 1 }",
                    "error parsing OCSP peer cache config, unknown field [\"preserve_revoked\"]"
                },
                new String[] {
                    "{ save_interval: true }", "error parsing OCSP peer cache config, conversion error: unexpected type"
                },
                new String[] {"{ save_interval: x }", "conversion error: "},
                new String[] {"{ x: 1 }", "error parsing OCSP peer cache config, unknown field [\"x\"]"});
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    @Rows("CF-15")
    void what_says_nothing_is_refused(String value, String problem) {
        assertThat(catchThrowable(
                        () -> target.start("ocsp_cache: " + value + "\n").close()))
                .hasMessageContaining(problem);
    }
}
