// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import static io.natskit.junit.traffic.Count.never;
import static io.natskit.junit.traffic.Expectation.connected;
import static io.natskit.junit.traffic.Expectation.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.junit.proxy.FaultProxy;
import io.natskit.junit.traffic.Journal;
import io.natskit.server.NatsServer;
import io.natskit.server.config.ServerOptions;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the extension promises, told by runs of small test classes inside this one. */
class NatsServerExtensionIT {
    private static final List<String> SERVERS = Collections.synchronizedList(new ArrayList<>());
    private static final List<NatsServer> RUNNING = Collections.synchronizedList(new ArrayList<>());
    private static volatile @Nullable String seenProperty;

    @BeforeEach
    void forget() {
        SERVERS.clear();
        RUNNING.clear();
        seenProperty = null;
    }

    private static void assertPassed(int tests, Run run) {
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).hasSize(tests);
        assertThat(NatsThreads.alive()).isEmpty();
    }

    private static String failure(Run run) {
        assertThat(run.failures()).hasSize(1);
        return run.failures().values().iterator().next().getMessage();
    }

    // scopes

    @NatsServerTest
    static class EachMethod {
        @NatsUrl
        String url = "";

        @InjectNats
        NatsServer server;

        @Test
        void one(Journal journal) {
            journal.verify(published(">"), never());
            use(server, url);
        }

        @Test
        void two(Journal journal, @NatsUrl URI uri) {
            journal.verify(published(">"), never());
            assertThat(uri).hasToString(url);
            use(server, url);
        }
    }

    private static void use(NatsServer server, String url) {
        SERVERS.add(server.serverId());
        RUNNING.add(server);
        try (RawClient client = RawClient.connect(url, "user")) {
            client.publish("a", "1").flush();
        }
    }

    @Test
    void each_method_has_a_server_of_its_own_by_default() {
        assertPassed(2, Run.of(EachMethod.class));
        assertThat(Set.copyOf(SERVERS)).hasSize(2);
    }

    @NatsServerTest(scope = Scope.CLASS)
    static class WholeClass {
        @InjectNats
        static NatsServer server;

        @NatsUrl
        static String url = "";

        static RawClient shared;

        @BeforeAll
        static void connectOnce(@NatsUrl String own) {
            assertThat(own).isEqualTo(url);
            shared = RawClient.connect(url, "shared");
        }

        @org.junit.jupiter.api.AfterAll
        static void disconnect() {
            shared.close();
        }

        @Test
        void one(Journal journal) {
            journal.verify(published(">"), never());
            use(server, url);
        }

        @Test
        void two(Journal journal) {
            journal.verify(published(">"), never());
            use(server, url);
        }

        @Nested
        class Inside {
            @Test
            void three(NatsServer same, @NatsUrl String sameUrl) {
                use(same, sameUrl);
            }
        }
    }

    @Test
    void a_class_and_what_is_nested_in_it_share_one_server_and_each_test_starts_with_an_empty_journal() {
        assertPassed(3, Run.of(WholeClass.class));
        assertThat(Set.copyOf(SERVERS)).hasSize(1);
    }

    @NatsServerTest(scope = Scope.SUITE)
    static class FirstOfSuite {
        @Test
        void one(NatsServer server, @NatsUrl String url) {
            use(server, url);
        }
    }

    @NatsServerTest(scope = Scope.SUITE)
    static class SecondOfSuite {
        @InjectNats
        static NatsServer server;

        @Test
        void two(@NatsUrl String url, Journal journal) {
            journal.verify(published(">"), never());
            use(server, url);
        }
    }

    @NatsServerTest(scope = Scope.SUITE, user = "ann", password = "other settings")
    static class OtherSuite {
        @Test
        void three(NatsServer server, @NatsUrl String url) {
            SERVERS.add(server.serverId());
        }
    }

    @Test
    void a_whole_run_shares_one_server_for_equal_settings_and_closes_it_at_the_end() {
        assertPassed(3, Run.of(FirstOfSuite.class, SecondOfSuite.class, OtherSuite.class));
        assertThat(Set.copyOf(SERVERS)).hasSize(2);
        int port = RUNNING.get(0).port();
        assertThatThrownBy(() -> new java.net.Socket("127.0.0.1", port).close())
                .isInstanceOf(java.net.ConnectException.class);
    }

    static class OnOneMethod {
        @Test
        @NatsServerTest
        void one(NatsServer server, @NatsUrl String url) {
            use(server, url);
        }

        @Test
        void no_server_here() {
            assertThat(NatsThreads.alive()).isEmpty();
        }
    }

    @Test
    void one_method_may_have_a_server_where_the_class_has_none() {
        assertPassed(2, Run.of(OnOneMethod.class));
    }

    @NatsServerTest
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class SharedInstance {
        @NatsUrl
        String url = "";

        @Test
        void one() {}
    }

    @Test
    void a_field_that_outlives_its_server_is_refused_with_the_way_out() {
        assertThat(failure(Run.of(SharedInstance.class))).contains("expected: scope = CLASS or SUITE");
    }

    // settings

    @Retention(RetentionPolicy.RUNTIME)
    @NatsServerTest(user = "ann", password = "s3cret/+ %")
    @interface WithAnn {}

    @WithAnn
    static class Composed {
        @Test
        void one(@NatsUrl String url, NatsServer server) {
            assertThat(url).startsWith("nats://ann:s3cret%2F%2B%20%25@127.0.0.1:");
            assertThatThrownBy(() -> RawClient.connect(server.url(), "stranger"))
                    .hasMessageContaining("Authorization Violation");
        }
    }

    @Test
    void annotations_compose_and_the_url_carries_the_login_encoded() {
        assertPassed(1, Run.of(Composed.class));
    }

    static class SmallPayloads implements ServerCustomizer {
        @Override
        public void customize(ServerOptions.Builder options) {
            options.limits(limits -> limits.maxPayloadBytes(10));
        }
    }

    static class Settled {
        @Test
        @NatsServerTest(token = "t0ken")
        void token(@NatsUrl String url) {
            RawClient.connect(url, "t").close();
        }

        @Test
        @NatsServerTest(config = "server_name: from-text, port: 4222")
        void text(NatsServer server) {
            assertThat(server.serverName()).isEqualTo("from-text");
            assertThat(server.port()).isNotEqualTo(4222);
        }

        @Test
        @NatsServerTest(configFile = "classpath:two-users.conf")
        void resource(NatsServer server) {
            String url = "nats://reader:r@127.0.0.1:" + server.port();
            try (RawClient reader = RawClient.connect(url, "reader")) {
                assertThat(reader.publish("a", "x").line()).contains("Permissions Violation for Publish to \"a\"");
            }
        }

        @Test
        @NatsServerTest(options = SmallPayloads.class)
        void customizer(@NatsUrl String url) {
            try (RawClient client = RawClient.connect(url, "c")) {
                assertThat(client.publish("a", "12345678901").line()).contains("Maximum Payload Violation");
            }
        }
    }

    @Test
    void tokens_configurations_files_and_customizers_reach_the_server() {
        assertPassed(4, Run.of(Settled.class));
    }

    @NatsServerTest(systemProperty = "natskit.test.url")
    static class Property {
        @Test
        void one(@NatsUrl String url) {
            assertThat(System.getProperty("natskit.test.url")).isEqualTo(url);
            seenProperty = url;
        }
    }

    @Test
    void a_system_property_holds_the_url_and_gets_its_old_value_back() {
        assertPassed(1, Run.of(Property.class));
        assertThat(seenProperty).isNotNull();
        assertThat(System.getProperty("natskit.test.url")).isNull();
        System.setProperty("natskit.test.url", "before");
        try {
            assertPassed(1, Run.of(Property.class));
            assertThat(System.getProperty("natskit.test.url")).isEqualTo("before");
        } finally {
            System.clearProperty("natskit.test.url");
        }
    }

    static class Registered {
        @RegisterExtension
        static final NatsServerExtension NATS = NatsServerExtension.builder()
                .scope(Scope.CLASS)
                .user("ann", "secret")
                .testClock()
                .options(o -> o.serverName("registered"))
                .build();

        @Test
        void one(@NatsUrl String url) {
            assertThat(NATS.url()).isEqualTo(url);
            assertThat(NATS.server().serverName()).isEqualTo("registered");
            assertThat(NATS.clock().instant()).isNotNull();
            NATS.intercept("a").drop();
            try (RawClient client = RawClient.connect(NATS.proxyUrl(), "c")) {
                client.publish("a", "1").flush();
            }
            NATS.journal()
                    .verify(published("a").matching("dropped", e -> e.note().equals("dropped")));
            assertThat(NATS.proxy().acceptedCount()).isEqualTo(1);
        }

        @Test
        void two(@NatsUrl(throughProxy = true) URI url) {
            try (RawClient client = RawClient.connect(url.toString(), "c")) {
                client.publish("a", "1").flush();
            }
            NATS.journal()
                    .verify(published("a").matching("passed", e -> e.note().isEmpty()));
        }
    }

    @Test
    void a_registered_extension_is_configured_and_asked_in_code_and_interceptions_end_with_their_test() {
        assertPassed(2, Run.of(Registered.class));
    }

    @NatsServerTest
    static class NoClock {
        @Test
        void one(TestClock clock) {}
    }

    @Test
    void a_clock_that_nobody_asked_for_is_refused_with_the_way_out() {
        assertThat(failure(Run.of(NoClock.class))).contains("expected: testClock = true");
    }

    // what is left behind

    private static final List<AutoCloseable> LEFT = Collections.synchronizedList(new ArrayList<>());

    private static void closeLeft() throws Exception {
        for (AutoCloseable left : LEFT) {
            left.close();
        }
        LEFT.clear();
    }

    @NatsServerTest
    static class LeavesConnection {
        @Test
        void one(@NatsUrl String url) {
            LEFT.add(RawClient.connect(url, "forgotten"));
        }
    }

    @NatsServerTest(scope = Scope.CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class LeavesConnectionInClass {
        @Test
        void one(@NatsUrl String url) {
            LEFT.add(RawClient.connect(url, "forgotten"));
        }

        @Test
        void two_is_not_blamed(Journal journal) {
            journal.verify(connected(), never());
        }
    }

    @Test
    void an_open_connection_fails_the_test_that_left_it_by_name() throws Exception {
        assertThat(failure(Run.of(LeavesConnection.class)))
                .contains("an open connection: client ", "\"forgotten\", from 127.0.0.1:");
        Run inClass = Run.of(LeavesConnectionInClass.class);
        assertThat(inClass.failures().keySet())
                .containsExactlyInAnyOrder("one(String)", "NatsServerExtensionIT$LeavesConnectionInClass");
        assertThat(inClass.passed()).containsExactly("two_is_not_blamed(Journal)");
        closeLeft();
    }

    @NatsServerTest(leaks = Leaks.WARN)
    static class LeavesConnectionWarned {
        @Test
        void one(@NatsUrl String url) {
            LEFT.add(RawClient.connect(url, "forgotten"));
        }
    }

    @NatsServerTest(leaks = Leaks.IGNORE)
    static class LeavesConnectionIgnored {
        @Test
        void one(@NatsUrl String url) {
            LEFT.add(RawClient.connect(url, "forgotten"));
        }
    }

    @Test
    void leaks_may_be_reported_or_ignored_instead() throws Exception {
        Run warned = Run.of(LeavesConnectionWarned.class);
        assertPassed(1, warned);
        assertThat(warned.reports()).singleElement().asString().contains("natskit.left", "\"forgotten\"");
        Run ignored = Run.of(LeavesConnectionIgnored.class);
        assertPassed(1, ignored);
        assertThat(ignored.reports()).isEmpty();
        closeLeft();
    }

    @NatsServerTest
    static class LeavesThread {
        @Test
        void one() {
            java.util.concurrent.CountDownLatch end = new java.util.concurrent.CountDownLatch(1);
            LEFT.add(end::countDown);
            new Thread(
                            () -> {
                                try {
                                    end.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            },
                            "natskit-forgotten")
                    .start();
        }
    }

    @Test
    void a_thread_of_a_client_that_still_runs_fails_the_test_by_name() throws Exception {
        Run run = Run.of(LeavesThread.class);
        assertThat(run.failures().get("one()")).hasMessageContaining("a live thread: natskit-forgotten");
        closeLeft();
        org.awaitility.Awaitility.await().until(() -> NatsThreads.alive().isEmpty());
    }

    @NatsServerTest
    static class ThrowsElsewhere {
        @Test
        void one() throws InterruptedException {
            Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
            assertThat(before).isNotNull();
            Thread thread = new Thread(
                    () -> {
                        throw new IllegalStateException("nobody sees me");
                    },
                    "some-worker");
            thread.start();
            thread.join();
        }
    }

    @Test
    void an_uncaught_exception_of_any_thread_fails_the_test_and_the_old_handler_comes_back() {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> {});
        Thread.UncaughtExceptionHandler quiet = Thread.getDefaultUncaughtExceptionHandler();
        try {
            assertThat(failure(Run.of(ThrowsElsewhere.class)))
                    .contains("uncaught exception in thread some-worker", "nobody sees me");
            assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(quiet);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @NatsServerTest
    static class CutByProxy {
        @Test
        void one(FaultProxy proxy, @NatsUrl(throughProxy = true) String url) {
            RawClient client = RawClient.connect(url, "cut");
            proxy.cutAll();
            assertThat(client.line()).isEqualTo("<end>");
            client.close();
        }
    }

    @Test
    void the_injected_proxy_stands_before_the_server_and_is_closed_with_the_test() {
        assertPassed(1, Run.of(CutByProxy.class));
    }
}
