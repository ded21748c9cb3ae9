// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.reload;

import static io.natskit.server.reload.ReloadField.fixed;
import static io.natskit.server.reload.ReloadField.live;
import static io.natskit.server.reload.ReloadField.named;
import static io.natskit.server.reload.ReloadField.told;

import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.CalloutOptions;
import io.natskit.server.config.MqttOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import io.natskit.server.config.UserOptions;
import io.natskit.server.config.WebSocketOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every option of the server: whether a reload may change it, what that is called, and what it needs (PR-03, PR-04). In the order of nats-server's options. */
final class ReloadTable {
    static final List<ReloadField<?>> FIELDS;

    private static final String SYSTEM_DEFAULT = "$SYS";

    static {
        List<ReloadField<?>> all = new ArrayList<>();
        all.addAll(listener());
        all.addAll(logging());
        all.addAll(access());
        all.addAll(liveness());
        all.addAll(ReloadedJetStream.fields());
        all.addAll(webSocket());
        all.addAll(mqtt());
        all.addAll(files());
        all.addAll(tls());
        all.addAll(others());
        FIELDS = List.copyOf(all);
    }

    private ReloadTable() {}

    private static List<ReloadField<?>> listener() {
        return List.of(
                fixed("ServerName", ServerOptions::serverName),
                fixed("Host", o -> o.listen().host()),
                // a random port stays what it turned out to be
                fixed("Port", (ServerOptions o) -> o.listen().port())
                        .unless((old, now, after) ->
                                now == null || now <= 0 ? null : ReloadField.unsupported("Port", old, now)),
                fixed("DontListen", o -> o.listen().dontListen()),
                told(
                        "ClientAdvertise",
                        now -> "Reload: client_advertise = " + GoValues.shown(now),
                        o -> o.listen().clientAdvertise()));
    }

    private static List<ReloadField<?>> logging() {
        return List.of(
                live("Trace", "trace", o -> o.logging().trace()),
                live("Debug", "debug", o -> o.logging().debug()),
                live("TraceVerbose", "trace_verbose", o -> o.logging().traceVerbose()),
                live("TraceHeaders", "trace_headers", o -> o.logging().traceHeaders()),
                fixed("NoSublistCache", ServerOptions::disableSublistCache),
                fixed("NoHeaderSupport", o -> o.listen().noHeaderSupport()),
                live("Logtime", "logtime", o -> o.logging().logTime()),
                live("LogtimeUTC", "logtime_utc", o -> o.logging().logTimeUtc()));
    }

    private static List<ReloadField<?>> access() {
        return List.of(
                live(
                                "MaxConn",
                                "max_connections",
                                (ServerOptions o) -> o.limits().maxConnections())
                        .with(RunningParts::endSurplus),
                fixed("MaxSubs", o -> o.limits().maxSubscriptions()),
                fixed("MaxSubTokens", o -> o.limits().maxSubscriptionTokens()),
                named("Nkeys", "authorization nkey users", ReloadTable::nkeys),
                named("Users", "authorization users", o -> "").always(),
                named("Accounts", "accounts", o -> "").always(),
                told(
                                "NoAuthUser",
                                now -> "",
                                (ServerOptions o) -> text(o.authorization().noAuthUser()))
                        .unless(ReloadTable::otherFreeUser),
                live(
                        "DefaultSentinel",
                        "default_sentinel",
                        o -> text(o.operator().defaultSentinel())),
                fixed("SystemAccount", ReloadTable::systemAccount),
                fixed("NoSystemAccount", ServerOptions::noSystemAccount),
                named(
                        "Username",
                        "authorization username",
                        o -> text(o.authorization().username())),
                named(
                        "Password",
                        "authorization password",
                        o -> text(o.authorization().password())),
                fixed("ProxyRequired", o -> o.authorization().proxyRequired()),
                fixed("ProxyProtocol", o -> o.listen().proxyProtocol()),
                named(
                        "Authorization",
                        "authorization token",
                        o -> text(o.authorization().token())),
                fixed("AuthCallout", o -> callout(o.authorization().callout())));
    }

    private static List<ReloadField<?>> liveness() {
        return List.of(
                live("PingInterval", "ping_interval", o -> o.liveness().pingInterval()),
                live("MaxPingsOut", "ping_max", o -> o.liveness().pingsOutMax()),
                told(
                        "AuthTimeout",
                        now -> "Reloaded: authorization timeout = " + seconds(now),
                        o -> o.authorization().timeout()),
                live("MaxControlLine", "max_control_line", o -> o.limits().maxControlLineBytes()),
                live("MaxPayload", "max_payload", o -> o.limits().maxPayloadBytes()),
                fixed("MaxPending", o -> o.limits().maxPendingBytes()),
                told(
                        "NoFastProducerStall",
                        now -> "Reloaded: fast producers will " + (Boolean.TRUE.equals(now) ? "not " : "")
                                + "be stalled",
                        (ServerOptions o) -> o.liveness().noFastProducerStall()));
    }

    /** Of WebSocket the certificates alone may change. */
    private static List<ReloadField<?>> webSocket() {
        return List.of(fixed("Websocket", o -> new Opaque(webSocketValues(o.webSocket()))));
    }

    private static List<@Nullable Object> webSocketValues(WebSocketOptions web) {
        return Arrays.asList(
                web.host(),
                web.port(),
                web.advertise(),
                web.noTls(),
                web.sameOrigin(),
                web.compression(),
                web.handshakeTimeout(),
                web.username(),
                web.password(),
                web.token(),
                web.authTimeout(),
                web.noAuthUser(),
                web.jwtCookie(),
                web.userCookie(),
                web.passwordCookie(),
                web.tokenCookie(),
                web.pingInterval(),
                web.allowedOrigins(),
                web.headers(),
                web.tls() == null,
                web.tls() == null ? List.of() : web.tls().pinnedCertificates());
    }

    /** Of MQTT what new subscriptions get, and the certificates. */
    private static List<ReloadField<?>> mqtt() {
        return List.of(
                live("MQTT.AckWait", "MQTT ack_wait", o -> o.mqtt().ackWait()),
                live("MQTT.MaxAckPending", "MQTT max_ack_pending", o -> o.mqtt().maxAckPending()),
                live(
                        "MQTT.StreamReplicas",
                        "MQTT stream_replicas",
                        o -> o.mqtt().streamReplicas()),
                live(
                        "MQTT.ConsumerMemoryStorage",
                        "MQTT consumer_memory_storage",
                        o -> o.mqtt().consumerMemoryStorage()),
                live(
                        "MQTT.ConsumerInactiveThreshold",
                        "MQTT consumer_inactive_threshold",
                        o -> o.mqtt().consumerInactiveThreshold()),
                fixed("MQTT", o -> new Opaque(mqttValues(o.mqtt()))));
    }

    private static List<@Nullable Object> mqttValues(MqttOptions mqtt) {
        return Arrays.asList(
                mqtt.host(),
                mqtt.port(),
                mqtt.username(),
                mqtt.password(),
                mqtt.token(),
                mqtt.authTimeout(),
                mqtt.noAuthUser(),
                mqtt.apiTimeout(),
                mqtt.domain(),
                mqtt.rejectQos2Publish(),
                mqtt.downgradeQos2Subscribe(),
                mqtt.tls() == null,
                mqtt.tls() == null ? List.of() : mqtt.tls().pinnedCertificates());
    }

    private static List<ReloadField<?>> files() {
        return List.of(
                live("PidFile", "pid_file", o -> path(o.pidFile())),
                live("PortsFileDir", "ports_file_dir", o -> path(o.portsFileDir())),
                live("LogFile", "log_file", o -> path(o.logging().logFile())),
                fixed("HTTPHost", o -> text(o.monitoring().host())),
                fixed("HTTPPort", o -> o.monitoring().port()),
                fixed("HTTPBasePath", o -> o.monitoring().basePath()),
                fixed("HTTPSPort", o -> o.monitoring().securePort()),
                fixed("Dashboard", o -> o.monitoring().dashboard()),
                live(
                        "DashboardMessages",
                        "dashboard",
                        o -> o.monitoring().dashboardMessages().name()),
                fixed("LogSizeLimit", o -> o.logging().logSizeLimitBytes()),
                fixed("LogMaxFiles", o -> o.logging().logFilesMax()));
    }

    private static List<ReloadField<?>> tls() {
        return List.of(
                told("TLSTimeout", now -> "Reloaded: tls timeout = " + seconds(now), tlsValue(TlsOptions::timeout)),
                fixed("TLSMap", tlsValue(TlsOptions::verifyAndMap)),
                told(
                                "TLSConfig",
                                now -> "Reloaded: tls = " + (Boolean.TRUE.equals(now) ? "enabled" : "disabled"),
                                (ServerOptions o) -> o.tls() != null)
                        .always(),
                told(
                        "TLSPinnedCerts",
                        now -> "Reloaded: " + (now == null ? 0 : now.size()) + " pinned_certs",
                        tlsValue(TlsOptions::pinnedCertificates)),
                fixed("TLSRateLimit", tlsValue(TlsOptions::connectionRateLimit)),
                live("TLSHandshakeFirst", "Client TLS handshake first", tlsValue(TlsOptions::handshakeFirst)),
                live(
                        "TLSHandshakeFirstFallback",
                        "Client TLS handshake first fallback delay",
                        tlsValue(TlsOptions::handshakeFirstFallback)),
                fixed("AllowNonTLS", tlsValue(TlsOptions::allowNonTls)),
                told("OCSPConfig", now -> "Reloaded: OCSP", ServerOptions::ocsp),
                told("OCSPCacheConfig", now -> "Reloaded OCSP peer cache", ServerOptions::ocspCache));
    }

    private static List<ReloadField<?>> others() {
        return List.of(
                live("WriteDeadline", "write_deadline", o -> o.liveness().writeDeadline()),
                fixed("WriteTimeout", o -> o.liveness().writeTimeout()),
                fixed("MaxClosedClients", o -> o.limits().maxClosedClients()),
                fixed("LameDuckDuration", o -> o.liveness().lameDuckDuration()),
                fixed("LameDuckGracePeriod", o -> o.liveness().lameDuckGracePeriod()),
                live("MaxTracedMsgLen", "max_traced_msg_len", o -> o.logging().maxTracedMessageBytes()),
                fixed("TrustedKeys", o -> o.operator().trustedKeys()),
                fixed("TrustedOperators", o -> new Opaque(o.operator().operators())),
                told(
                                "AccountResolver",
                                now -> "",
                                (ServerOptions o) -> o.operator().resolver())
                        .unless((old, now, after) -> (old == null) == (now == null)
                                ? null
                                : "config reload does not support moving to or from an account resolver"),
                live("ConnectErrorReports", "connect_error_reports", ServerOptions::connectErrorReports),
                live("ReconnectErrorReports", "reconnect_error_reports", ServerOptions::reconnectErrorReports),
                named("Tags", "tags", ServerOptions::serverTags),
                named("Metadata", "metadata", ServerOptions::serverMetadata),
                fixed("FeatureFlags", ServerOptions::featureFlags),
                fixed("Loops", ServerOptions::loops));
    }

    private static List<UserOptions> users(ServerOptions options) {
        List<UserOptions> users = new ArrayList<>(options.authorization().users());
        for (AccountOptions account : options.accounts()) {
            users.addAll(account.users());
        }
        return users;
    }

    private static List<String> nkeys(ServerOptions options) {
        return users(options).stream()
                .filter(user -> user.nkey() != null)
                .map(UserOptions::toString)
                .toList();
    }

    /** As Go shows it. */
    private static String callout(@Nullable CalloutOptions callout) {
        return callout == null
                ? "<nil>"
                : "&{" + callout.issuer() + " " + callout.account() + " " + GoValues.shown(callout.users()) + " "
                        + callout.xkey() + " " + GoValues.shown(callout.allowedAccounts()) + "}";
    }

    /** Nobody may take the place of the user for those who say nothing; to have none any more goes only with that user. */
    private static @Nullable String otherFreeUser(@Nullable String old, @Nullable String now, ServerOptions after) {
        boolean gone = old != null
                && !old.isEmpty()
                && "".equals(now)
                && users(after).stream().noneMatch(user -> old.equals(user.name()));
        return gone ? null : ReloadField.unsupported("NoAuthUser", old, now);
    }

    private static String systemAccount(ServerOptions options) {
        return Objects.requireNonNullElse(options.systemAccount(), SYSTEM_DEFAULT);
    }

    private static <T> Function<ServerOptions, T> tlsValue(Function<TlsOptions, T> value) {
        return options -> value.apply(Objects.requireNonNullElseGet(
                options.tls(), () -> TlsOptions.builder().build()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String path(@Nullable Path path) {
        return path == null ? "" : path.toString();
    }

    /** As Go shows a number of seconds. */
    private static String seconds(@Nullable Duration time) {
        double seconds = time == null ? 0 : time.toNanos() / 1e9;
        return seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
    }
}
