// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.config.OcspOptions.Mode;
import io.natskit.wire.jwt.TraceRule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CF-06, CF-08 to CF-11: what a configuration says arrives in the options. */
class ConfigFileTest {
    private static ServerOptions read(String text) {
        return ConfigFile.parse(text).options();
    }

    @Test
    void network_fields_arrive() {
        ServerOptions options = read("listen: \"127.0.0.1:4333\"\nserver_name: s\nclient_advertise: \"x:1\"\n"
                + "max_payload: 2MB\nmax_pending: 10m\nmax_connections: 7\nmax_subscriptions: 8\nmax_sub_tokens: 9\n"
                + "max_control_line: 1kb\nping_interval: \"30s\"\nping_max: 5\nwrite_deadline: \"3s\"\n"
                + "write_timeout: retry\nno_fast_producer_stall: true\nproxy_protocol: true\nno_header_support: true\n"
                + "max_closed_clients: 11\nserver_tags: [a, b]\nserver_metadata {k: v}\nfeature_flags {f: true}\n"
                + "lame_duck_duration: \"1m\"\nlame_duck_grace_period: \"5s\"\ndisable_sublist_cache: true\n");

        assertThat(options.listen().host()).isEqualTo("127.0.0.1");
        assertThat(options.listen().port()).isEqualTo(4333);
        assertThat(options.listen().clientAdvertise()).isEqualTo("x:1");
        assertThat(options.listen().proxyProtocol()).isTrue();
        assertThat(options.listen().noHeaderSupport()).isTrue();
        assertThat(options.serverName()).isEqualTo("s");
        assertThat(options.serverTags()).containsExactly("a", "b");
        assertThat(options.serverMetadata()).containsEntry("k", "v");
        assertThat(options.featureFlags()).containsEntry("f", true);
        assertThat(options.disableSublistCache()).isTrue();
        assertThat(options.limits().maxPayloadBytes()).isEqualTo(2 * 1024 * 1024);
        assertThat(options.limits().maxPendingBytes()).isEqualTo(10_000_000);
        assertThat(options.limits().maxConnections()).isEqualTo(7);
        assertThat(options.limits().maxSubscriptions()).isEqualTo(8);
        assertThat(options.limits().maxSubscriptionTokens()).isEqualTo(9);
        assertThat(options.limits().maxControlLineBytes()).isEqualTo(1024);
        assertThat(options.limits().maxClosedClients()).isEqualTo(11);
        assertThat(options.liveness().pingInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.liveness().pingsOutMax()).isEqualTo(5);
        assertThat(options.liveness().writeDeadline()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.liveness().writeTimeout()).isEqualTo(WriteTimeoutPolicy.RETRY);
        assertThat(options.liveness().noFastProducerStall()).isTrue();
        assertThat(options.liveness().lameDuckDuration()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.liveness().lameDuckGracePeriod()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void zero_means_the_default_where_nats_server_takes_it_so() {
        ServerOptions options = read("port: 0\nmax_payload: 0\nping_interval: \"0s\"\nping_max: 0\nmax_pending: 0\n"
                + "max_control_line: 0\nwrite_deadline: \"0s\"\nauthorization {timeout: 0}\n");

        assertThat(options)
                .usingRecursiveComparison()
                .ignoringFields("configDigest", "authorization.isDefined")
                .isEqualTo(read("debug: false"));
    }

    @Test
    void no_connections_are_allowed_by_zero() {
        assertThat(read("max_connections: 0").limits().maxConnections()).isZero();
    }

    @Test
    void logging_fields_arrive() {
        ServerOptions options = read("debug: true\ntrace_verbose: true\nlogtime: false\nlogtime_utc: true\n"
                + "log_file: x.log\nlog_size_limit: 1MB\nlog_max_num: 4\nmax_traced_msg_len: 5\npid_file: p.pid\n"
                + "ports_file_dir: ports\n");

        LoggingOptions logging = options.logging();
        assertThat(logging.debug()).isTrue();
        assertThat(logging.trace()).isTrue();
        assertThat(logging.traceVerbose()).isTrue();
        assertThat(logging.logTime()).isFalse();
        assertThat(logging.logTimeUtc()).isTrue();
        assertThat(logging.logFile()).isEqualTo(Path.of("x.log"));
        assertThat(logging.logSizeLimitBytes()).isEqualTo(1024 * 1024);
        assertThat(logging.logFilesMax()).isEqualTo(4);
        assertThat(logging.maxTracedMessageBytes()).isEqualTo(5);
        assertThat(options.pidFile()).isEqualTo(Path.of("p.pid"));
        assertThat(options.portsFileDir()).isEqualTo(Path.of("ports"));
    }

    @Test
    void users_with_permissions_arrive() {
        ServerOptions options = read("authorization { timeout: 1.5, default_permissions { publish: \"d\" }\n"
                + " users: [ {user: a, password: b, connection_types: [standard, MQTT],\n"
                + "   permissions { publish { allow: [x, \"y.>\"], deny: z }, subscribe: \"s q\",\n"
                + "     allow_responses { max: 3, expires: \"1m\" } } }, {user: c, proxy_required: true} ] }");

        AuthorizationOptions authorization = options.authorization();
        assertThat(authorization.timeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(Objects.requireNonNull(authorization.defaultPermissions()).publishAllow())
                .containsExactly("d");
        UserOptions user = authorization.users().get(0);
        assertThat(user.name()).isEqualTo("a");
        assertThat(user.password()).isEqualTo("b");
        assertThat(user.connectionTypes()).containsExactly(ConnectionType.STANDARD, ConnectionType.MQTT);
        PermissionsOptions permissions = Objects.requireNonNull(user.permissions());
        assertThat(permissions.publishAllow()).containsExactly("x", "y.>");
        assertThat(permissions.publishDeny()).containsExactly("z");
        assertThat(permissions.subscribeAllow()).containsExactly("s q");
        ResponsePermissionsOptions responses = Objects.requireNonNull(permissions.responses());
        assertThat(responses.maxMessages()).isEqualTo(3);
        assertThat(responses.expires()).isEqualTo(Duration.ofMinutes(1));
        assertThat(authorization.users().get(1).proxyRequired()).isTrue();
        assertThat(authorization.users().get(1).permissions()).isNull();
    }

    @Test
    void leave_to_answer_ends_the_leave_to_publish_anywhere() {
        String user = "authorization { users: [ {user: a, permissions { %s } } ] }";
        PermissionsOptions answering = Objects.requireNonNull(read(String.format(user, "allow_responses: true"))
                .authorization()
                .users()
                .get(0)
                .permissions());
        PermissionsOptions both = Objects.requireNonNull(read(String.format(user, "allow_responses: true, publish: x"))
                .authorization()
                .users()
                .get(0)
                .permissions());

        assertThat(answering.publishAllow()).isEmpty();
        assertThat(both.publishAllow()).containsExactly("x");
    }

    @Test
    void accounts_arrive() {
        ServerOptions options = read("accounts { A { users: [ {user: a, password: b} ],\n"
                + "  limits { max_connections: 1, max_subscriptions: 2, max_payload: 3, max_leafnodes: 4 } }, B {} }\n"
                + "system_account: B\nno_auth_user: a\n");

        assertThat(options.accounts()).extracting(AccountOptions::name).containsExactly("A", "B");
        AccountOptions account = options.accounts().get(0);
        assertThat(account.users()).extracting(UserOptions::name).containsExactly("a");
        assertThat(List.of(
                        account.maxConnections(),
                        account.maxSubscriptions(),
                        account.maxPayloadBytes(),
                        account.maxLeafNodes()))
                .containsExactly(1, 2, 3, 4);
        assertThat(options.systemAccount()).isEqualTo("B");
        assertThat(options.authorization().noAuthUser()).isEqualTo("a");
        assertThat(options.validate()).isSameAs(options);
    }

    @Test
    void a_user_of_two_blocks_is_refused_in_either_order() {
        String users = "authorization { users: [ {user: a, password: b} ] }\n";
        String accounts = "accounts { A { users: [ {user: a, password: c} ] } }\n";

        assertThatThrownBy(() -> read(users + accounts)).hasMessageContaining("Duplicate user \"a\" detected");
        assertThatThrownBy(() -> read(accounts + users)).hasMessageContaining("Duplicate user \"a\" detected");
    }

    @Test
    void all_problems_are_reported_together() {
        assertThatThrownBy(() -> read("bogus: 1\nport: x\nping_interval: 5\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        ":3:1: invalid use of field \"ping_interval\": ping_interval should be converted to a duration\n"
                                + ":1:0: unknown field \"bogus\"\n"
                                + ":2:1: interface conversion: interface {} is string, not int64\n");
    }

    @Test
    void a_plain_number_of_seconds_is_a_warning_and_no_error() {
        ConfigFile file = ConfigFile.parse("ping_interval: 5");

        assertThat(file.options().liveness().pingInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(file.warnings()).hasSize(1);
    }

    @Test
    void domains_that_accounts_mean_by_default_are_of_accounts_that_are_there_and_have_no_jetstream() {
        String accounts = "accounts { A {}, B {}, J { jetstream: enabled }, S {} }\nsystem_account: S\n";
        assertThat(read(accounts + "default_js_domain { A: hub, B: \"\" }")
                        .jetStream()
                        .defaultDomains())
                .isEqualTo(Map.of("A", "hub", "B", ""));
        assertThatThrownBy(() -> read(accounts + "default_js_domain { J: hub, S: hub, X: hub, A: \"a b\" }")
                        .validate())
                .hasMessageContaining("default_js_domain contains account name \"J\" with enabled JetStream")
                .hasMessageContaining("system account \"S\" can not be in default_js_domain")
                .hasMessageContaining("`default_js_domain` references non existing account \"X\"")
                .hasMessageContaining("default_js_domain contains account \"A\" with invalid domain name \"a b\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster { port: 6222 }",
                "gateway { name: x }",
                "leafnodes { port: 1 }",
                "syslog: true",
                "remote_syslog: x",
                "prof_port: 1"
            })
    void blocks_of_later_features_are_refused_by_name_and_place(String text) {
        String field = text.split("[ :]")[0];

        assertThatThrownBy(() -> read("debug: true\n" + text))
                .isInstanceOf(ConfigException.class)
                .hasMessage(":2:1: " + field + ": comes with a later version of NatsKit\n");
    }

    @Test
    void when_certificates_are_shown_with_their_status_is_said_by_a_flag_or_a_block() {
        URI one = URI.create("http://127.0.0.1:1/");
        URI other = URI.create("https://ocsp.example");
        assertThat(read("").ocsp()).isEqualTo(OcspOptions.DEFAULT);
        assertThat(read("ocsp: true").ocsp()).isEqualTo(new OcspOptions(Mode.AUTO, List.of()));
        assertThat(read("ocsp: false").ocsp()).isEqualTo(new OcspOptions(Mode.NEVER, List.of()));
        assertThat(read("ocsp { mode: AlwayS, url: \"" + one + "\" }").ocsp())
                .isEqualTo(new OcspOptions(Mode.ALWAYS, List.of(one)));
        assertThat(read("ocsp { mode: must, urls: [\"" + one + "\", \"" + other + "\"] }")
                        .ocsp())
                .isEqualTo(new OcspOptions(Mode.MUST, List.of(one, other)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "{ mode: sometimes }", "{ mode: 1 }", "{ url: \"ftp://x\" }", "{ url: a b }", "{ x: 1 }"})
    void what_says_nothing_about_the_status_of_certificates_is_refused(String value) {
        assertThatThrownBy(() -> read("ocsp: " + value)).isInstanceOf(ConfigException.class);
    }

    @Test
    void where_answers_about_clients_are_kept_is_said_by_a_flag_or_a_block() {
        OcspCacheOptions untold = OcspCacheOptions.LOCAL;
        assertThat(read("").ocspCache()).isEqualTo(untold);
        assertThat(read("ocsp_cache: true").ocspCache()).isEqualTo(untold);
        assertThat(read("ocsp_cache { local_store: \"\" }").ocspCache()).isEqualTo(untold);
        assertThat(read("ocsp_cache: false").ocspCache()).isEqualTo(OcspCacheOptions.NONE);
        assertThat(read("ocsp_cache { Type: NONE }").ocspCache()).isEqualTo(OcspCacheOptions.NONE);
        assertThat(read("ocsp_cache { type: local, local_store: \"/x\", preserve_revoked: true, save_interval: 7 }")
                        .ocspCache())
                .isEqualTo(
                        new OcspCacheOptions(OcspCacheOptions.Type.LOCAL, Path.of("/x"), true, Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @CsvSource({"2.9, 2", "\"1m\", 60", "0, 1", "-5, 1", "\"1ms\", 1", "9223372036854775807, 8640000000"})
    void answers_about_clients_are_saved_after_whole_seconds(String interval, long seconds) {
        assertThat(read("ocsp_cache { save_interval: " + interval + " }")
                        .ocspCache()
                        .saveInterval())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "1, unsupported type int64",
        "{ type: 1 }, 'unknown field [\"type\"]'",
        "{ type: nats }, unknown type [nats]",
        "{ type: memory }, unknown type [memory]",
        "{ local_store: 1 }, 'unknown field [\"local_store\"]'",
        "{ preserve_revoked: 1 }, 'unknown field [\"preserve_revoked\"]'",
        "{ save_interval: true }, conversion error: unexpected type",
        "{ save_interval: \"x\" }, conversion error: ",
        "{ x: 1 }, 'unknown field [\"x\"]'"
    })
    void what_says_nothing_about_answers_about_clients_is_refused(String value, String problem) {
        assertThatThrownBy(() -> read("ocsp_cache: " + value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("error parsing OCSP peer cache config")
                .hasMessageContaining(problem);
    }

    @Test
    void an_account_may_say_where_marked_messages_are_traced() {
        assertThat(messageTrace("msg_trace: a.b")).isEqualTo(new TraceRule("a.b", 100));
        assertThat(messageTrace("trace_dest: {dest: a, sampling: \"7%\"}")).isEqualTo(new TraceRule("a", 7));
        assertThatThrownBy(() -> messageTrace("msg_trace: \"a.*\""))
                .hasMessageContaining("Trace destination \"a.*\" is not valid");
        assertThatThrownBy(() -> messageTrace("msg_trace: {dest: a, sampling: 101}"))
                .hasMessageContaining("sampling value 101 is invalid, needs to be [1..100]");
    }

    private static TraceRule messageTrace(String text) {
        return read("accounts { A { " + text + " } }").accounts().get(0).messageTrace();
    }

    @Test
    void monitoring_has_a_port_for_http_or_https_and_a_path_before_its_pages() {
        MonitoringOptions full =
                read("http: \"127.0.0.2:8222\"\nhttp_base_path: /nats\n").monitoring();
        assertThat(full.host()).isEqualTo("127.0.0.2");
        assertThat(full.port()).isEqualTo(8222);
        assertThat(full.basePath()).isEqualTo("/nats");
        assertThat(read("http: 8222").monitoring().host()).isNull();
        assertThat(read("monitor_port: 1").monitoring().port()).isEqualTo(1);
        assertThat(read("http_port: -1").monitoring().port()).isEqualTo(-1);
        assertThat(read("https: \"[::1]:2\"").monitoring().securePort()).isEqualTo(2);
        assertThat(read("https_port: 3").monitoring().securePort()).isEqualTo(3);
        assertThat(read("debug: false").monitoring().enabled()).isFalse();
        assertThatThrownBy(() -> read("http: \"x\""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("could not parse address string \"x\"");
    }

    @Test
    void the_dashboard_is_there_and_hears_and_publishes_where_nobody_logs_in_unless_told_otherwise() {
        MonitoringOptions untold = read("http: 8222").monitoring();
        assertThat(untold.dashboard()).isTrue();
        assertThat(untold.dashboardMessages()).isEqualTo(DashboardMessages.WITHOUT_LOGIN);
        assertThat(read("dashboard: false").monitoring().dashboard()).isFalse();
        MonitoringOptions told =
                read("dashboard { enabled: true, messages: true }").monitoring();
        assertThat(told.dashboard()).isTrue();
        assertThat(told.dashboardMessages()).isEqualTo(DashboardMessages.ALWAYS);
        assertThat(read("dashboard { messages: false }").monitoring().dashboardMessages())
                .isEqualTo(DashboardMessages.NEVER);
        assertThatThrownBy(() -> read("dashboard { colour: blue }"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown field \"colour\"");
    }

    @Test
    void a_later_feature_that_is_switched_off_is_no_matter() {
        assertThat(read("jetstream: false\nsyslog: off\nhttp_port: 0\nmappings {}\n")
                        .accounts())
                .isEmpty();
    }

    @Test
    void secrets_are_hidden() {
        ServerOptions options = read("authorization { users: [ {user: a, password: planted-one} ] }\n"
                + "accounts { A { users: [ {user: b, password: planted-two} ] } }\n");

        assertThat(options.toString()).doesNotContain("planted").contains("<hidden>");
        assertThat(read("authorization { token: planted }").toString()).doesNotContain("planted");
    }

    @Test
    void deep_nesting_is_refused_and_not_followed_to_the_end_of_the_stack() {
        assertThatThrownBy(() -> read("a: ".concat("[".repeat(100_000)))).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> read("bogus: " + "{a: ".repeat(9_000) + "1" + "}".repeat(9_000)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown field \"bogus\"");
    }

    @Test
    void an_include_of_itself_ends(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("self.conf"), "include ./self.conf\n");

        assertThatThrownBy(() -> ConfigFile.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("includes are nested deeper than 64 levels");
    }

    @Test
    void an_unknown_unit_is_no_number() {
        assertThatThrownBy(() -> read("max_payload: 1kbb"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("expected integer, but got '1kbb'");
    }

    @Test
    void the_jetstream_block_is_read() {
        JetStreamOptions js = read("""
                jetstream {
                    store_dir: /data/nats
                    sync_interval: 30s
                    max_mem: 1G
                    max_file: "10G"
                    domain: hub
                    strict: false
                    limits { max_ack_pending: 100, default_max_consumers: 7, duplicate_window: "1m", batch { max_msgs: 5, timeout: "2s" } }
                    max_buffered_msgs: 9
                    meta_compact: 10
                }
                """).jetStream();

        assertThat(js.enabled()).isTrue();
        assertThat(js.storeDir()).isEqualTo(Path.of("/data/nats"));
        assertThat(js.syncAlways()).isFalse();
        assertThat(js.syncInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(js.maxMemoryBytes()).isEqualTo(1_000_000_000L);
        assertThat(js.maxFileBytes()).isEqualTo(10L << 30);
        assertThat(js.domain()).isEqualTo("hub");
        assertThat(js.strict()).isFalse();
        assertThat(js.limits().maxAckPending()).isEqualTo(100);
        assertThat(js.limits().defaultMaxConsumers()).isEqualTo(7);
        assertThat(js.limits().duplicateWindow()).isEqualTo(Duration.ofMinutes(1));
        assertThat(js.limits().maxBatchMessages()).isEqualTo(5);
        assertThat(js.limits().batchTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(js.maxBufferedMessages()).isEqualTo(9);
    }

    @Test
    void jetstream_syncs_each_acknowledged_message_unless_told_otherwise() {
        assertThat(read("jetstream: enabled").jetStream().syncAlways()).isTrue();
        assertThat(read("jetstream { sync: always }").jetStream().syncAlways()).isTrue();
        assertThat(read("jetstream { sync: 2m }").jetStream().syncAlways()).isFalse();
    }

    @Test
    void an_accounts_share_of_jetstream_is_read() {
        List<AccountOptions> accounts =
                read("accounts { A { jetstream: enabled }, B { jetstream { max_mem: 5, max_streams: 2 } }, C {} }")
                        .accounts();

        assertThat(accounts.get(0).jetStream()).isNotNull();
        JetStreamAccountOptions share = accounts.get(1).jetStream();
        assertThat(share).isNotNull();
        assertThat(share.maxMemoryBytes()).isEqualTo(5);
        assertThat(share.maxStreams()).isEqualTo(2);
        assertThat(share.maxFileBytes()).isEqualTo(-1);
        assertThat(accounts.get(2).jetStream()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"key: secret-one", "ek: secret-one", "encryption_key: secret-one"})
    void how_a_store_is_encrypted_is_read_and_not_printed(String key) {
        JetStreamOptions js = read("jetstream { " + key + ", prev_ek: secret-two, cipher: AES }")
                .jetStream();

        assertThat(js.encryption().key()).isEqualTo("secret-one");
        assertThat(js.encryption().previousKey()).isEqualTo("secret-two");
        assertThat(js.encryption().cipher()).isEqualTo(EncryptionOptions.Cipher.AES);
        assertThat(js.toString()).contains("key=<hidden>").doesNotContain("secret");
    }

    @Test
    void a_store_is_not_encrypted_without_a_key() {
        assertThat(read("jetstream { cipher: chacha, key: \"\" }")
                        .jetStream()
                        .encryption()
                        .key())
                .isNull();
        assertThatThrownBy(() -> read("jetstream { key: 12 }")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> read("jetstream { cipher: rot13 }"))
                .hasMessageContaining("Unknown cipher type: \"rot13\"");
    }

    @Test
    void keys_in_a_tpm_are_refused_by_name() {
        assertThatThrownBy(() -> read("jetstream { tpm { keys_file: x } }"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tpm: comes with a later version of NatsKit");
    }

    @Test
    void resolvers_are_told_nothing_in_vain() {
        assertThatThrownBy(() -> read("resolver: { type: full, dir: j, allow_delet: true }"))
                .hasMessageContaining("unknown field \"allow_delet\"");
        assertThatThrownBy(() -> read("resolver_tls { insecure: true }"))
                .hasMessageContaining("resolver_tls: insecure is not supported: name the authority by ca_file");
    }
}
