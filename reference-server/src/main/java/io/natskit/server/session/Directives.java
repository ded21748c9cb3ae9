// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.account.Account;
import io.natskit.server.router.Subscription;
import io.natskit.wire.jwt.AccountClaims;
import java.security.cert.X509Certificate;
import java.util.Set;

/**
 * What the rest of the server asks of one client: to take new rules, to look for another server, to go. Any thread may ask; it is done on the client's
 * loop, soon and in order, and nothing is done for a client that has gone meanwhile.
 */
public final class Directives {
    private final ClientSession session;
    private final Handshake handshake;
    private final Operations operations;

    Directives(ClientSession session, Handshake handshake, Operations operations) {
        this.session = session;
        this.handshake = handshake;
        this.operations = operations;
    }

    /**
     * The rules have changed, and what the session keeps of them is taken anew; with {@code access} it is judged again who this is and what
     * that client may.
     */
    public void reloaded(boolean access) {
        ask(() -> {
            session.reloaded();
            if (access) {
                handshake.judgeAgain();
            }
        });
    }

    /** Its account has other claims than before; {@code tooMany} says that it has no place any more. */
    public void claimsChanged(
            Account<Subscription> changed, AccountClaims claims, AccountClaims before, boolean tooMany) {
        ask(() -> {
            if (session.account() == changed) {
                new ClaimsChange(session, handshake, claims, before)
                        .apply(session.standing().token(), tooMany);
            }
        });
    }

    /** The time of its account's token is over. */
    public void accountExpired() {
        ask(() -> session.end("Account Authentication Expired", ClosedReason.AUTHENTICATION_EXPIRED));
    }

    /** Only these certificates are taken from now on. */
    public void pinned(Set<String> fingerprints) {
        ask(() -> {
            X509Certificate shown = session.origin().certificate();
            if (shown == null || !PeerCertificate.isPinned(shown, fingerprints)) {
                session.close(ClosedReason.TLS_HANDSHAKE_FAILURE);
            }
        });
    }

    /** It is one of too many. */
    public void surplus() {
        ask(session::surplus);
    }

    /** The server leaves: who understands it is told. */
    public void lameDuck() {
        ask(() -> {
            if (understandsLameDuck()) {
                session.send(handshake.lameDuck());
            }
        });
    }

    /** Tells the client alone to look for another server; false if it would not understand that. */
    public boolean tryLameDuck() {
        if (!understandsLameDuck()) {
            return false;
        }
        session.log().debug("Sending Lame Duck Mode info to client");
        lameDuck();
        return true;
    }

    private boolean understandsLameDuck() {
        return operations.isGreeted() && session.options().protocol() >= 1;
    }

    private void ask(Runnable what) {
        session.execute(() -> {
            if (!session.isClosed()) {
                what.run();
            }
        });
    }
}
