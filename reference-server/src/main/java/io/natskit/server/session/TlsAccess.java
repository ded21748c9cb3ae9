// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import javax.net.ssl.SSLEngine;

/** How TLS is spoken on the client listener. */
public interface TlsAccess {
    /** An engine for one connection, as server. */
    SSLEngine newEngine();

    /** Whether clients must show a certificate. */
    boolean isVerifying();
}
