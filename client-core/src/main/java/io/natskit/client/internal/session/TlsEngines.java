// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ServerAddress;
import io.natskit.client.TlsOptions;
import io.natskit.client.TlsSetup;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes the TLS engine for one connect: from the user's context, or from PEM files read anew ({@link TlsSetup}). Reads files: not for the I/O thread. */
final class TlsEngines {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private TlsEngines() {}

    static SSLEngine engine(TlsOptions options, ServerAddress server) throws IOException, GeneralSecurityException {
        SSLContext context = TlsSetup.context(options);
        String host = options.serverName().orElse(server.host());
        SSLEngine engine = context.createSSLEngine(host, server.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (options.verifyHostname()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(forwardSecret(parameters.getCipherSuites()));
        options.serverName().ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Without those whose traffic can be read later by who gets the server's key (S2); older JDKs still have them switched on. */
    private static String[] forwardSecret(String[] enabled) {
        return Arrays.stream(enabled)
                .filter(suite -> suite.startsWith("TLS_AES_")
                        || suite.startsWith("TLS_CHACHA20_")
                        || suite.startsWith("TLS_ECDHE_")
                        || suite.startsWith("TLS_DHE_"))
                .toArray(String[]::new);
    }
}
