// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * When the server shows, with its own certificate, what the certificate's authority says of it (OCSP stapling), and what becomes of the server if
 * that is nothing good. Rows AU-17 and CF-15.
 *
 * @param mode when
 * @param urls whom to ask, in that order; empty for those whom the certificate names
 */
public record OcspOptions(Mode mode, List<URI> urls) {
    /** What holds where nothing is said: certificates that demand it, and the server goes on if they are revoked. */
    public static final OcspOptions DEFAULT = new OcspOptions(Mode.AUTO, List.of());

    /** When. */
    public enum Mode {
        /** With a certificate that demands it (RFC 7633, "must staple"); one that is revoked is shown as such. */
        AUTO,
        /** With every certificate; the server ends when it is revoked, and does not start without an answer. */
        ALWAYS,
        /** With a certificate that demands it; the server ends when it is revoked. */
        MUST,
        /** Never, whatever the certificate demands. */
        NEVER
    }

    /** Checks that nothing is missing. */
    public OcspOptions {
        Objects.requireNonNull(mode, "mode");
        urls = List.copyOf(urls);
    }
}
