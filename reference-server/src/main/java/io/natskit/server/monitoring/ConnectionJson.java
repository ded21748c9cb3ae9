// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.auth.Identity;
import io.natskit.server.router.PublisherInfo;
import io.natskit.server.session.ClosedConnection;
import io.natskit.server.session.ConnectionInfo;
import io.natskit.server.session.SubscriptionInfo;
import io.natskit.server.session.TlsInfo;
import io.natskit.wire.GoDuration;
import io.natskit.wire.json.JsonWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection as {@code /connz} shows it. */
final class ConnectionJson {
    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;

    private final ConnzOptions asked;
    private final Instant now;

    ConnectionJson(ConnzOptions asked, Instant now) {
        this.asked = asked;
        this.now = now;
    }

    void write(Connz.Row row, List<SubscriptionInfo> subscriptions, JsonWriter json) {
        ConnectionInfo info = row.info();
        json.beginElement()
                .field("cid", info.id())
                .field("kind", "Client")
                .field("type", info.clientType())
                .field("ip", info.port() == 0 || info.host() == null ? "" : info.host())
                .field("port", info.port())
                .time("start", info.start())
                .time("last_activity", info.lastActivity());
        ClosedConnection closed = row.closed();
        Instant until = now;
        if (closed != null) {
            until = closed.stop();
            json.time("stop", until).field("reason", closed.reason().text());
        }
        json.field("rtt", roundTrip(info.rttNanos()))
                .field("uptime", Uptime.between(info.start(), until))
                .field("idle", Uptime.between(info.lastActivity(), until))
                .field("pending_bytes", info.pendingBytes())
                .field("in_msgs", info.inMessages())
                .field("out_msgs", info.outMessages())
                .field("in_bytes", info.inBytes())
                .field("out_bytes", info.outBytes())
                .fieldIfNonZero("stalls", info.stalls())
                .field("subscriptions", info.subscriptions())
                .fieldIfPresent("name", info.name())
                .fieldIfPresent("lang", info.language())
                .fieldIfPresent("version", info.version());
        tls(info, closed == null, json);
        who(info, json);
        if (!subscriptions.isEmpty()) {
            subscriptions(subscriptions, closed == null ? null : info, json);
        }
        claimed(info, closed == null, json);
        json.fieldIfPresent("mqtt_client", info.mqttClient());
        String proxy = info.proxy();
        if (proxy != null) {
            json.begin("proxy").field("key", proxy).end();
        }
        json.end();
    }

    /** As Go prints it, without nanoseconds below a millisecond. */
    static String roundTrip(long nanos) {
        boolean rounded = nanos > MICROSECOND && nanos < MILLISECOND;
        return GoDuration.format(Duration.ofNanos(rounded ? nanos / MICROSECOND * MICROSECOND : nanos));
    }

    private void tls(ConnectionInfo info, boolean open, JsonWriter json) {
        TlsInfo tls = info.tls();
        if (tls == null) {
            return;
        }
        json.field("tls_version", tls.version()).field("tls_cipher_suite", tls.cipherSuite());
        if (asked.auth && open && !tls.certificates().isEmpty()) {
            json.beginArray("tls_peer_certs");
            for (X509Certificate one : tls.certificates()) {
                json.beginElement()
                        .fieldIfPresent("subject", one.getSubjectX500Principal().getName())
                        .field("spki_sha256", sha256(one.getPublicKey().getEncoded()))
                        .field("cert_sha256", sha256(encoded(one)))
                        .end();
            }
            json.endArray();
        }
        json.fieldIfTrue("tls_first", tls.first());
    }

    private void who(ConnectionInfo info, JsonWriter json) {
        if (!asked.auth) {
            return;
        }
        json.fieldIfPresent("authorized_user", info.user());
        if (!info.account().equals(Identity.GLOBAL_ACCOUNT)) {
            json.field("account", info.account());
        }
    }

    /** What a token said. As in nats-server the name is that of the account where the user is shown, and else that of one who has left. */
    private void claimed(ConnectionInfo info, boolean open, JsonWriter json) {
        PublisherInfo.Claimed claimed = info.claimed();
        boolean shown = claimed != null && (asked.auth || !open);
        if (claimed != null && shown) {
            json.fieldIfPresent("jwt", claimed.jwt()).fieldIfPresent("issuer_key", claimed.issuerKey());
        }
        if (asked.auth && (open || !info.account().equals(Identity.GLOBAL_ACCOUNT))) {
            json.field("name_tag", info.accountTag());
        } else if (claimed != null && shown) {
            json.fieldIfPresent("name_tag", claimed.nameTag());
        }
        if (claimed != null && shown) {
            json.stringsIfPresent("tags", claimed.tags());
        }
    }

    private void subscriptions(List<SubscriptionInfo> all, @Nullable ConnectionInfo of, JsonWriter json) {
        if (!asked.subscriptionsDetail) {
            json.strings(
                    "subscriptions_list",
                    all.stream().map(SubscriptionInfo::subject).toList());
            return;
        }
        json.beginArray("subscriptions_list_detail");
        for (SubscriptionInfo one : all) {
            if (of == null) {
                subscription(one, json.beginElement());
            } else {
                subscription(one, of.account(), of.accountTag(), json.beginElement());
            }
            json.end();
        }
        json.endArray();
    }

    /** A subscription with its account, and what that is called. */
    static void subscription(SubscriptionInfo one, String account, String tag, JsonWriter json) {
        subscription(one, json.field("account", account).field("account_tag", tag));
    }

    /** A subscription whose account is shown already. */
    private static void subscription(SubscriptionInfo one, JsonWriter json) {
        json.field("subject", one.subject())
                .fieldIfPresent("qgroup", one.queue())
                .field("sid", one.sid())
                .field("msgs", one.messages())
                .fieldIfNonZero("max", one.max())
                .field("cid", one.clientId());
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            return new byte[0];
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("SHA-256 belongs to every JDK", e);
        }
    }
}
