// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.server.config.TlsOptions;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one listener speaks TLS. Any thread.
 *
 * @param options what was asked for
 * @param contexts the certificates and rules, ready for use
 * @param rate how many handshakes may begin, or null where that is not limited
 */
public record TlsListener(
        TlsOptions options, TlsContexts contexts, @Nullable HandshakeRate rate) {
    /**
     * Reads the files that the options name; throws {@link IOException} naming what cannot be used.
     *
     * @param warnings told what is let through though it should not be
     * @param witness told who is not let in
     */
    public static TlsListener of(TlsOptions options, Consumer<String> warnings, PeerWitness witness)
            throws IOException {
        long limit = options.connectionRateLimit();
        return new TlsListener(
                options, new TlsContexts(options, warnings, witness), limit > 0 ? new HandshakeRate(limit) : null);
    }
}
