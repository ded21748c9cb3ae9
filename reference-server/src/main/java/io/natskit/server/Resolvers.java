// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.auth.AccountDirectory;
import io.natskit.server.auth.AccountResolver;
import io.natskit.server.auth.HttpResolver;
import io.natskit.server.auth.MemoryResolver;
import io.natskit.server.config.OperatorOptions;
import io.natskit.server.config.OperatorOptions.Resolver;
import io.natskit.server.config.TlsOptions;
import io.natskit.server.transport.TlsContexts;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/** Makes what finds the tokens of accounts, as the options have it. */
final class Resolvers {
    private Resolvers() {}

    /** Reads files where the options name some; throws {@link IOException} naming what cannot be used. */
    static AccountResolver of(OperatorOptions options, InstantSource clock) throws IOException {
        Resolver resolver = options.resolver();
        if (resolver instanceof Resolver.Http http) {
            TlsOptions tls = options.resolverTls();
            return new HttpResolver(http, tls == null ? null : TlsContexts.forClient(tls));
        }
        if (resolver instanceof Resolver.Full full) {
            return filled(new AccountDirectory(full, clock), options.preload());
        }
        if (resolver instanceof Resolver.Cache cache) {
            return filled(new AccountDirectory(cache, clock), options.preload());
        }
        return new MemoryResolver(options.preload());
    }

    /** What the configuration holds is kept as well, unless the directory knows something newer. */
    private static AccountDirectory filled(AccountDirectory directory, Map<String, String> preload) throws IOException {
        for (Map.Entry<String, String> one : preload.entrySet()) {
            directory.files().saveIfNewer(one.getKey(), one.getValue());
        }
        return directory;
    }
}
