// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.account.Traffic;
import io.natskit.server.config.LimitOptions;
import io.natskit.server.config.LivenessOptions;
import io.natskit.server.config.MonitoringOptions;
import io.natskit.server.config.MqttOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import io.natskit.server.config.WebSocketOptions;
import io.natskit.server.config.WriteTimeoutPolicy;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ServerInfo;
import io.natskit.server.session.ServerTotals;
import io.natskit.server.transport.OcspCacheFigures;
import io.natskit.server.transport.TlsListener;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.jwt.Jwt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The server as a whole ({@code /varz}, MO-02). */
final class Varz {
    private static final Duration TLS_TIMEOUT_DEFAULT = Duration.ofSeconds(2);
    private static final String[] FEATURES = {
        "js_ack_fc_v2", "js_api_reply_v2", "js_raft_delete_range", "js_snapshot_sources"
    };

    private final Sources sources;
    private final ServerOptions options;
    private final JsonWriter json;

    private Varz(Sources sources, JsonWriter json) {
        this.sources = sources;
        this.options = sources.context().options();
        this.json = json;
    }

    static void write(Sources sources, JsonWriter json) {
        Varz varz = new Varz(sources, json);
        varz.identity();
        varz.limits();
        varz.doors();
        varz.now();
        varz.counts();
        varz.configuration();
        varz.troubles();
    }

    private void identity() {
        ServerInfo.Facts facts = sources.context().info().facts();
        json.field("server_id", facts.id())
                .field("server_name", facts.name())
                .field("version", facts.version())
                .field("proto", 1)
                .field("go", "java" + Runtime.version().feature())
                .field("host", facts.host())
                .field("port", facts.port())
                .fieldIfTrue("auth_required", facts.authRequired())
                .fieldIfTrue("tls_required", facts.tlsRequired())
                .fieldIfTrue("tls_verify", facts.tlsVerify())
                .fieldIfTrue("tls_ocsp_peer_verify", facts.tlsRequired() && asksAuthorities(options.tls()));
    }

    private void limits() {
        LimitOptions limits = options.limits();
        LivenessOptions liveness = options.liveness();
        MonitoringOptions http = options.monitoring();
        String host = http.host();
        json.field("max_connections", limits.maxConnections())
                .fieldIfNonZero("max_subscriptions", limits.maxSubscriptions())
                .field("ping_interval", liveness.pingInterval().toNanos())
                .field("ping_max", liveness.pingsOutMax())
                .field("http_host", host == null ? options.listen().host() : host)
                .field("http_port", http.port())
                .field("http_base_path", http.basePath())
                .field("https_port", http.securePort())
                .field("auth_timeout", seconds(options.authorization().timeout()))
                .field("max_control_line", limits.maxControlLineBytes())
                .field("max_payload", limits.maxPayloadBytes())
                .field("max_pending", limits.maxPendingBytes());
    }

    /** The doors, those that this server does not have included: their objects are empty. */
    private void doors() {
        for (String none : new String[] {"cluster", "gateway", "leaf"}) {
            json.begin(none).end();
        }
        mqtt(json.begin("mqtt"));
        json.end();
        webSocket(json.begin("websocket"));
        json.end();
        JetStreamPart.varz(sources, true, json.begin("jetstream"));
        json.end();
        TlsOptions tls = options.tls();
        json.field("tls_timeout", seconds(tls == null ? TLS_TIMEOUT_DEFAULT : tls.timeout()))
                .field("write_deadline", options.liveness().writeDeadline().toNanos());
        WriteTimeoutPolicy policy = options.liveness().writeTimeout();
        if (policy != WriteTimeoutPolicy.DEFAULT) {
            json.field("write_timeout", policy.name().toLowerCase(Locale.ROOT));
        }
    }

    /** What is as it would be without a word in the configuration is left out, as in nats-server. */
    private void mqtt(JsonWriter to) {
        MqttOptions mqtt = options.mqtt();
        if (!mqtt.enabled()) {
            return;
        }
        TlsOptions tls = mqtt.tls();
        Duration timeout = mqtt.authTimeout();
        MqttOptions untold = MqttOptions.builder().build();
        boolean waits = !mqtt.ackWait().equals(untold.ackWait());
        to.field("host", mqtt.host())
                .field("port", mqtt.port())
                .fieldIfPresent("no_auth_user", mqtt.noAuthUser())
                .fieldIfNonZero("auth_timeout", timeout == null ? 0.0 : seconds(timeout))
                .fieldIfTrue("tls_map", tls != null && tls.verifyAndMap())
                .field("tls_timeout", seconds(tls == null ? TLS_TIMEOUT_DEFAULT : tls.timeout()))
                .stringsIfPresent("tls_pinned_certs", tls == null ? Set.of() : tls.pinnedCertificates())
                .fieldIfPresent("js_domain", mqtt.domain())
                .fieldIfNonZero("ack_wait", waits ? mqtt.ackWait().toNanos() : 0)
                .fieldIfNonZero(
                        "max_ack_pending", mqtt.maxAckPending() == untold.maxAckPending() ? 0 : mqtt.maxAckPending())
                .fieldIfTrue("tls_ocsp_peer_verify", asksAuthorities(tls));
        certificate(sources.doors().mqtt().get(), to);
    }

    private void webSocket(JsonWriter to) {
        WebSocketOptions web = options.webSocket();
        if (!web.enabled()) {
            return;
        }
        TlsOptions tls = web.tls();
        Duration timeout = web.authTimeout();
        to.fieldIfPresent("host", web.host())
                .fieldIfNonZero("port", web.port())
                .fieldIfPresent("advertise", web.advertise())
                .fieldIfPresent("no_auth_user", web.noAuthUser())
                .fieldIfPresent("jwt_cookie", web.jwtCookie())
                .fieldIfNonZero("handshake_timeout", web.handshakeTimeout().toNanos())
                .fieldIfNonZero("auth_timeout", timeout == null ? 0.0 : seconds(timeout))
                .fieldIfTrue("no_tls", web.noTls())
                .fieldIfTrue("tls_map", tls != null && tls.verifyAndMap())
                .stringsIfPresent("tls_pinned_certs", tls == null ? Set.of() : tls.pinnedCertificates())
                .fieldIfTrue("same_origin", web.sameOrigin())
                .stringsIfPresent("allowed_origins", web.allowedOrigins())
                .fieldIfTrue("compression", web.compression())
                .fieldIfTrue("tls_ocsp_peer_verify", asksAuthorities(tls));
        certificate(sources.doors().webSocket().get(), to);
    }

    private void now() {
        Instant now = sources.now();
        json.time("start", sources.started())
                .time("now", now)
                .field("uptime", Uptime.between(sources.started(), now))
                .field("mem", sources.usage().memoryBytes())
                .field("cores", Runtime.getRuntime().availableProcessors())
                .field("gomaxprocs", sources.context().loops().count())
                .field("cpu", sources.usage().processorPercent());
    }

    private void counts() {
        ServerTotals totals = sources.context().totals();
        Traffic traffic = Tally.of(sources.context()).all();
        json.field("connections", sources.context().registry().size())
                .field("total_connections", totals.connections.sum())
                .field("routes", 0)
                .field("remotes", 0)
                .field("leafnodes", 0)
                .field("in_msgs", traffic.inMessages())
                .field("in_bytes", traffic.inBytes())
                .field("in_client_msgs", traffic.inMessages())
                .field("in_client_bytes", traffic.inBytes())
                .field("out_msgs", traffic.outMessages())
                .field("out_bytes", traffic.outBytes())
                .field("out_client_msgs", traffic.outMessages())
                .field("out_client_bytes", traffic.outBytes())
                .field("slow_consumers", totals.slowConsumers.sum())
                .field("stale_connections", totals.staleConnections.sum())
                .field("stalled_clients", totals.stalls.sum())
                .field("subscriptions", subscriptions());
        json.begin("http_req_stats");
        sources.requests().all().forEach(json::field);
        json.end();
    }

    private long subscriptions() {
        long sum = 0;
        for (Account<Subscription> account : sources.context().accounts().all()) {
            sum += account.interest().size();
        }
        return sum;
    }

    private void configuration() {
        String digest = options.configDigest();
        Account<Subscription> system = sources.context().accounts().system();
        json.time("config_load_time", sources.configured().get())
                .field("config_digest", digest == null ? "" : digest)
                .stringsIfPresent("tags", options.serverTags())
                .stringMapIfPresent("metadata", options.serverMetadata())
                .flagsIfPresent("feature_flags", features(options));
        operators(options.operator().operators());
        json.fieldIfPresent("system_account", system == null ? null : system.name());
    }

    private void operators(List<String> tokens) {
        if (tokens.isEmpty()) {
            return;
        }
        json.strings("trusted_operators_jwt", tokens).beginArray("trusted_operators_claim");
        tokens.forEach(one -> json.rawElement(Jwt.decodeOperator(one).toJson()));
        json.endArray();
    }

    /** The flags that nats-server knows, as they are here. */
    static Map<String, Boolean> features(ServerOptions options) {
        Map<String, Boolean> features = new TreeMap<>();
        for (String name : FEATURES) {
            features.put(name, options.featureFlags().getOrDefault(name, name.equals("js_raft_delete_range")));
        }
        return features;
    }

    private static boolean asksAuthorities(@Nullable TlsOptions tls) {
        return tls != null && tls.ocspPeer().verify();
    }

    /** What is known of the certificates of clients. */
    private void peerAnswers() {
        OcspCacheFigures kept = sources.doors().peerAnswers().get();
        if (kept != null) {
            json.begin("ocsp_peer_cache")
                    .field("cache_type", options.ocspCache().type().name().toLowerCase(Locale.ROOT))
                    .fieldIfNonZero("cache_hits", kept.hits())
                    .fieldIfNonZero("cache_misses", kept.misses())
                    .fieldIfNonZero("cached_responses", kept.responses())
                    .fieldIfNonZero("cached_revoked_responses", kept.revoked())
                    .fieldIfNonZero("cached_good_responses", kept.good())
                    .fieldIfNonZero("cached_unknown_responses", kept.unknown())
                    .end();
        }
    }

    private void troubles() {
        peerAnswers();
        ServerTotals totals = sources.context().totals();
        byKind("slow_consumer_stats", totals.slowConsumers.sum(), json);
        byKind("stale_connection_stats", totals.staleConnections.sum(), json);
        json.begin("disk_io_wait_stats")
                .field("waiters", 0)
                .field("waits", 0)
                .field("wait_time", 0)
                .field("max_wait_time", 0)
                .end();
        proxies(options.authorization().trustedProxies());
        certificate(sources.context().tls(), json);
    }

    /** Until when the certificate of a door holds. */
    private static void certificate(@Nullable TlsListener tls, JsonWriter to) {
        if (tls != null) {
            to.time("tls_cert_not_after", tls.contexts().validUntil());
        }
    }

    private void proxies(List<String> trusted) {
        if (trusted.isEmpty()) {
            return;
        }
        json.begin("proxies").beginArray("trusted");
        trusted.forEach(key -> json.beginElement().field("key", key).end());
        json.endArray().end();
    }

    /** Counts by the kind of connection, of which there is one. */
    static void byKind(String name, long clients, JsonWriter json) {
        json.begin(name)
                .field("clients", clients)
                .field("routes", 0)
                .field("gateways", 0)
                .field("leafs", 0)
                .end();
    }

    private static double seconds(@Nullable Duration time) {
        return time == null ? 0 : time.toNanos() / 1e9;
    }
}
