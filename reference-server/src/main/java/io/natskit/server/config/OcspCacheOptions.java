// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where answers of authorities about the certificates of clients are kept ({@code ocsp_cache}), for listeners that ask for them
 * ({@link TlsOptions#ocspPeer()}). Rows AU-17 and CF-15.
 *
 * @param type whether they are kept, and in what
 * @param localStore the folder of the file {@code cache.json}, which is read at the start; made when there is something to write
 * @param preserveRevoked whether an answer that says "revoked" stays when it no longer holds, so that its client stays out while its authority cannot be
 *     asked ({@link OcspPeerOptions#allowWhenUnreachable()}); a newer answer takes its place all the same. It goes where there are more than 32,768
 *     answers, or more than 64 MiB of them, behind all that say something else
 * @param saveInterval how often what is new is written to the file, beside the end of the server; a second to 100,000 days
 */
public record OcspCacheOptions(Type type, Path localStore, boolean preserveRevoked, Duration saveInterval) {
    /**
     * {@code _rc_} below the working folder, every 5 minutes: what holds for the program where nothing is said, and in a configuration file that is read for
     * itself, or says no more than {@code ocsp_cache: true}.
     */
    public static final OcspCacheOptions LOCAL =
            new OcspCacheOptions(Type.LOCAL, Path.of("_rc_"), false, Duration.ofMinutes(5));

    /** Nothing outlives the server: what holds for options that are built where nothing is said, also by a configuration file that is read over them. */
    public static final OcspCacheOptions MEMORY =
            new OcspCacheOptions(Type.MEMORY, LOCAL.localStore, false, LOCAL.saveInterval);

    /** Nothing is kept: authorities are asked at each handshake. */
    public static final OcspCacheOptions NONE =
            new OcspCacheOptions(Type.NONE, LOCAL.localStore, false, LOCAL.saveInterval);

    /** Whether answers are kept, and in what. */
    public enum Type {
        /** They are not: authorities are asked at each handshake. */
        NONE,
        /** In memory alone; no word for that stands in a configuration file. */
        MEMORY,
        /** In memory, and in a file of this server. */
        LOCAL
    }

    /** Checks that nothing is missing. */
    public OcspCacheOptions {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(localStore, "localStore");
        Objects.requireNonNull(saveInterval, "saveInterval");
    }
}
