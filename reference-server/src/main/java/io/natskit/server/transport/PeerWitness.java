// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.security.cert.X509Certificate;

/** Somebody who tells others of whom authorities keep out (SY-11). Called on any thread, in the middle of a handshake: it must not wait. */
public interface PeerWitness {
    /**
     * A certificate does not hold, by the word of its authority or for want of that.
     *
     * @param peer the certificate of whoever wants to come in
     * @param link the one of its chain that does not hold; may be the same
     * @param reason why, as nats-server says it
     */
    void linkInvalid(X509Certificate peer, X509Certificate link, String reason);

    /** Whoever shows that certificate is not let in; {@link #linkInvalid} came before. */
    void peerRefused(X509Certificate peer, String reason);
}
