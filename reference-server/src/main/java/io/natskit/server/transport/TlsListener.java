// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.server.config.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * How one listener speaks TLS. Any thread.
 *
 * @param options what was asked for
 * @param contexts the certificates and rules, ready for use
 * @param rate how many handshakes may begin, or null where that is not limited
 */
public record TlsListener(
        TlsOptions options, TlsContexts contexts, @Nullable HandshakeRate rate) {}
