// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Knows whether certificates are to be shown with what their authorities say of them, and what that is. Any thread; may wait. */
interface Stapler {
    /** Nothing is stapled. */
    Stapler NONE = new Stapler() {
        @Override
        public @Nullable OwnStatus statusOf(Path certFile, List<X509Certificate> chain, Authorities trusted) {
            return null;
        }

        @Override
        public SSLContext context(List<OwnStatus> statuses, StapledContext.Maker maker, boolean only)
                throws IOException {
            return maker.make();
        }
    };

    /** Those who are trusted; looked for only where they are needed. */
    interface Authorities {
        List<X509Certificate> all() throws GeneralSecurityException;
    }

    /**
     * What is to be shown with the first certificate of the chain in that file, or null for nothing. Throws {@link IOException} if there is to be
     * something, and there is none or nothing good.
     */
    @Nullable
    OwnStatus statusOf(Path certFile, List<X509Certificate> chain, Authorities trusted)
            throws IOException, GeneralSecurityException;

    /** A context that shows these, of which there is at least one; {@code only} if it has no other certificate. */
    SSLContext context(List<OwnStatus> statuses, StapledContext.Maker maker, boolean only) throws IOException;
}
