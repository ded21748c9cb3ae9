// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.transport.PeerWitness;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whoever tells others that clients come and go, or do not come in: nobody at first. Any thread. */
public final class Witnesses implements Witness, PeerWitness {
    private volatile @Nullable Witness witness;
    private volatile @Nullable PeerWitness peers;

    /** Nobody. */
    public Witnesses() {}

    /** From now on those two. */
    public void set(Witness one, PeerWitness ofPeers) {
        witness = one;
        peers = ofPeers;
    }

    @Override
    public void connected(ClientSession client) {
        Witness known = witness;
        if (known != null) {
            known.connected(client);
        }
    }

    @Override
    public void disconnected(ClientSession client, Instant stop, ClosedReason reason) {
        Witness known = witness;
        if (known != null) {
            known.disconnected(client, stop, reason);
        }
    }

    @Override
    public void refused(ClientSession client, ClosedReason reason) {
        Witness known = witness;
        if (known != null) {
            known.refused(client, reason);
        }
    }

    @Override
    public void refusedBy(String account, ClientSession client, ClosedReason reason, String why) {
        Witness known = witness;
        if (known != null) {
            known.refusedBy(account, client, reason, why);
        }
    }

    @Override
    public void linkInvalid(X509Certificate peer, X509Certificate link, String reason) {
        PeerWitness known = peers;
        if (known != null) {
            known.linkInvalid(peer, link, reason);
        }
    }

    @Override
    public void peerRefused(X509Certificate peer, String reason) {
        PeerWitness known = peers;
        if (known != null) {
            known.peerRefused(peer, reason);
        }
    }
}
