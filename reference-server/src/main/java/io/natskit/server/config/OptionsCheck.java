// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.GoDuration;
import io.natskit.wire.subject.Subjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks options that a configuration file, flags or a builder put together. The sentences that nats-server prints at its start are
 * the same here; the rest show value and expectation.
 */
final class OptionsCheck {
    private static final int PORT_MAX = 65_535;
    private static final int TOKENS_MAX = 255;
    private static final Duration LAME_DUCK_MIN = Duration.ofSeconds(30);

    private final ServerOptions options;
    private final List<String> problems = new ArrayList<>();

    OptionsCheck(ServerOptions options) {
        this.options = options;
    }

    void run() {
        lameDuck(options.liveness());
        limits(options.limits());
        listen(options.listen());
        liveness(options.liveness());
        logging(options.logging());
        atLeast("loops", options.loops(), 0);
        String name = options.serverName();
        require(name == null || name.indexOf(' ') < 0, "server name cannot contain spaces");
        users();
        defaultDomains();
        tls(options.tls());
        tls(options.webSocket().tls());
        tls(options.mqtt().tls());
        Duration saveInterval = options.ocspCache().saveInterval();
        require(
                saveInterval.compareTo(OcspReader.INTERVAL_MIN) >= 0,
                "ocspCache saveInterval: " + saveInterval + " (expected: at least a second)");
        notBeyondAges("ocspCache saveInterval", saveInterval);
        new OperatorCheck(options, problems).run();
        new SharingCheck(options.accounts(), options.noSystemAccount(), problems).run();
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException(problems);
        }
    }

    private void lameDuck(LivenessOptions liveness) {
        Duration duration = liveness.lameDuckDuration();
        Duration grace = liveness.lameDuckGracePeriod();
        if (!duration.isZero() && grace.compareTo(duration) >= 0) {
            problems.add("lame duck grace period (" + GoDuration.format(grace)
                    + ") should be strictly lower than lame duck duration (" + GoDuration.format(duration) + ")");
        }
        if (duration.compareTo(LAME_DUCK_MIN) < 0) {
            problems.add("invalid lame_duck_duration of " + GoDuration.format(duration) + ", minimum is 30 seconds");
        }
    }

    private void limits(LimitOptions limits) {
        if (limits.maxPayloadBytes() > limits.maxPendingBytes()) {
            problems.add("max_payload (" + limits.maxPayloadBytes() + ") cannot be higher than max_pending ("
                    + limits.maxPendingBytes() + ")");
        }
        atLeast("maxConnections", limits.maxConnections(), 0);
        atLeast("maxSubscriptions", limits.maxSubscriptions(), 0);
        within("maxSubscriptionTokens", limits.maxSubscriptionTokens(), 0, TOKENS_MAX);
        atLeast("maxControlLineBytes", limits.maxControlLineBytes(), 1);
        atLeast("maxPayloadBytes", limits.maxPayloadBytes(), 1);
        atLeast("maxPendingBytes", limits.maxPendingBytes(), 1);
        atLeast("maxClosedClients", limits.maxClosedClients(), 0);
    }

    private void listen(ListenOptions listen) {
        within("port", listen.port(), -1, PORT_MAX);
        within("monitoring port", options.monitoring().port(), -1, PORT_MAX);
        within("monitoring securePort", options.monitoring().securePort(), -1, PORT_MAX);
    }

    private void liveness(LivenessOptions liveness) {
        notNegative("pingInterval", liveness.pingInterval());
        atLeast("pingsOutMax", liveness.pingsOutMax(), 0);
        notNegative("writeDeadline", liveness.writeDeadline());
        positive("authorization timeout", options.authorization().timeout());
    }

    private void logging(LoggingOptions logging) {
        atLeast("maxTracedMessageBytes", logging.maxTracedMessageBytes(), 0);
        atLeast("logSizeLimitBytes", logging.logSizeLimitBytes(), 0);
        atLeast("logFilesMax", logging.logFilesMax(), 0);
    }

    private void users() {
        Set<String> accounts = new HashSet<>();
        Set<String> logins = new HashSet<>();
        for (UserOptions user : options.authorization().users()) {
            user(user, logins);
        }
        for (AccountOptions account : options.accounts()) {
            require(!account.name().isEmpty(), "account name: empty (expected: a name)");
            require(!account.name().equals("$G"), "\"$G\" is a Reserved Account");
            require(accounts.add(account.name()), "duplicate account \"" + account.name() + "\" detected");
            for (UserOptions user : account.users()) {
                user(user, logins);
            }
        }
        String noAuth = options.authorization().noAuthUser();
        require(
                noAuth == null || !logins.isEmpty(),
                "no_auth_user: \"" + noAuth + "\" present, but users/nkeys are not defined");
        require(
                noAuth == null || logins.contains(noAuth),
                "no_auth_user: \"" + noAuth
                        + "\" not present as user or nkey in authorization block or account configuration");
        new WebSocketCheck(options, problems::add).run(logins);
        new MqttCheck(options, problems::add).run(logins);
        String system = options.systemAccount();
        require(
                system == null
                        || options.noSystemAccount()
                        || options.operator().isOn()
                        || system.equals("$SYS")
                        || accounts.contains(system),
                "system_account: \"" + system + "\" (expected: an account of the accounts block)");
    }

    private void defaultDomains() {
        String system = options.systemAccount() == null ? "$SYS" : options.systemAccount();
        options.jetStream().defaultDomains().forEach((name, domain) -> {
            AccountOptions account = options.accounts().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElse(null);
            require(
                    account == null || account.jetStream() == null || domain.isEmpty(),
                    "default_js_domain contains account name \"" + name + "\" with enabled JetStream");
            require(
                    account != null || name.equals("$G") || name.equals("$SYS"),
                    "in non operator mode, `default_js_domain` references non existing account \"" + name + "\"");
            require(!name.equals(system), "system account \"" + name + "\" can not be in default_js_domain");
            require(
                    domain.isEmpty() || Subjects.isValid("$JS." + domain + ".API.>"),
                    "default_js_domain contains account \"" + name + "\" with invalid domain name \"" + domain + "\"");
        });
    }

    private void user(UserOptions user, Set<String> logins) {
        @Nullable String login = user.nkey() != null ? user.nkey() : user.name();
        if (login == null || login.isEmpty()) {
            problems.add("user: neither name nor nkey (expected: one of them)");
            return;
        }
        require(
                logins.add(login),
                (user.nkey() != null ? "duplicate nkey \"" : "duplicate user \"") + login + "\" detected");
    }

    private void tls(@Nullable TlsOptions tls) {
        if (tls == null) {
            return;
        }
        boolean several = !tls.certificates().isEmpty();
        require(several || tls.certFile() != null, "tls: no certFile (expected: a PEM file)");
        require(several || tls.keyFile() != null, "tls: no keyFile (expected: a PEM file)");
        require(!several || tls.certFile() == null, "tls: certFile and certificates (expected: one of them)");
        String version = tls.minVersion();
        require(
                version == null || version.equals("1.2") || version.equals("1.3"),
                "tls minVersion: " + version + " (expected: 1.2 or 1.3)");
        tls.cipherSuites().forEach(suite -> require(TlsNames.isSuite(suite), "unrecognized cipher " + suite));
        tls.curvePreferences()
                .forEach(curve -> require(TlsNames.isCurve(curve), "unrecognized curve preference " + curve));
        tls.pinnedCertificates()
                .forEach(pinned -> require(
                        TlsReader.isFingerprint(pinned),
                        "error parsing 'pinned_certs' key " + pinned
                                + " does not look like lower case hex-encoded sha256 of DER encoded"
                                + " SubjectPublicKeyInfo"));
        atLeast("tls connectionRateLimit", tls.connectionRateLimit(), 0);
        notNegative("tls handshakeFirstFallback", tls.handshakeFirstFallback());
        positive("tls timeout", tls.timeout());
        require(
                tls.verify() || !tls.ocspPeer().verify(),
                "OCSP peer verification for client connections requires TLS verify (mTLS) to be enabled");
        ocspPeer(tls.ocspPeer());
    }

    private void ocspPeer(OcspPeerOptions peers) {
        positive("tls ocspPeer timeout", peers.timeout());
        notNegative("tls ocspPeer allowedClockSkew", peers.allowedClockSkew());
        notNegative("tls ocspPeer lifeOfUndated", peers.lifeOfUndated());
        notBeyondAges("tls ocspPeer timeout", peers.timeout());
        notBeyondAges("tls ocspPeer allowedClockSkew", peers.allowedClockSkew());
        notBeyondAges("tls ocspPeer lifeOfUndated", peers.lifeOfUndated());
    }

    private void atLeast(String what, long value, long least) {
        if (value < least) {
            problems.add(what + ": " + value + " (expected: >= " + least + ")");
        }
    }

    private void within(String what, long value, long least, long most) {
        if (value < least || value > most) {
            problems.add(what + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    /** Times cannot be reckoned with what is longer. */
    private void notBeyondAges(String what, Duration value) {
        if (value.compareTo(OcspReader.AGES) > 0) {
            problems.add(what + ": " + value + " (expected: at most " + OcspReader.AGES.toDays() + " days)");
        }
    }

    private void notNegative(String what, Duration value) {
        if (value.isNegative()) {
            problems.add(what + ": " + value + " (expected: >= 0)");
        }
    }

    private void positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            problems.add(what + ": " + value + " (expected: > 0)");
        }
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
