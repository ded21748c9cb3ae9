// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.account.Account;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ServerContext;
import io.natskit.server.transport.PeerWitness;
import io.natskit.wire.json.JsonWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Tells of whom authorities keep out (SY-11), and which certificate of the chain does not hold. Any thread. */
final class PeerEvents implements PeerWitness {
    private static final String REJECT = "io.nats.server.advisory.v1.ocsp_peer_reject";
    private static final String INVALID = "io.nats.server.advisory.v1.ocsp_peer_link_invalid";

    private final ServerContext context;
    private final Account<Subscription> system;
    private final Voice voice;
    private final Envelope envelope;

    PeerEvents(ServerContext context, Account<Subscription> system, Voice voice, Envelope envelope) {
        this.context = context;
        this.system = system;
        this.voice = voice;
        this.envelope = envelope;
    }

    @Override
    public void linkInvalid(X509Certificate peer, X509Certificate link, String reason) {
        tell("LINK.INVALID", INVALID, reason, json -> {
            certificate("link", link, json);
            certificate("peer", peer, json);
        });
    }

    @Override
    public void peerRefused(X509Certificate peer, String reason) {
        // whatever the door, as in nats-server
        tell("CONN.REJECT", REJECT, reason, json -> certificate("peer", peer, json.field("kind", "Client")));
    }

    /** What an event says of its own. */
    private interface Body {
        void writeTo(JsonWriter json);
    }

    private void tell(String what, String type, String reason, Body body) {
        String subject = "$SYS.SERVER." + context.info().facts().id() + ".OCSP.PEER." + what;
        voice.tell(context.loops().get(0), system, subject, () -> {
            JsonWriter json = envelope.event(type, context.wallClock().instant());
            body.writeTo(json);
            return json.field("reason", reason).toBytes();
        });
    }

    private static void certificate(String name, X509Certificate one, JsonWriter json) {
        try {
            byte[] raw = one.getEncoded();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(raw);
            json.begin(name)
                    .fieldIfPresent("subject", one.getSubjectX500Principal().getName())
                    .fieldIfPresent("issuer", one.getIssuerX500Principal().getName())
                    .field("fingerprint", Base64.getEncoder().encodeToString(digest))
                    .base64("raw", raw)
                    .end();
        } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
            // it came encoded, and every JDK has SHA-256
            throw new IllegalStateException(e);
        }
    }
}
