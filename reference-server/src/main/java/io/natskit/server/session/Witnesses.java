// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whoever tells others that clients come and go: nobody at first. Any thread. */
public final class Witnesses implements Witness {
    private volatile @Nullable Witness witness;

    /** Nobody. */
    public Witnesses() {}

    /** From now on that one. */
    public void set(Witness one) {
        witness = one;
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
}
