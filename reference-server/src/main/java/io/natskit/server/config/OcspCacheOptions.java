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
 * @param type whether they are kept
 * @param localStore the folder of the file {@code cache.json}, which is read at the start; made when there is something to write
 * @param preserveRevoked whether an answer that says "revoked" is kept for good; others go when they no longer hold
 * @param saveInterval how often what is new is written, beside the end of the server; at least a second
 */
public record OcspCacheOptions(Type type, Path localStore, boolean preserveRevoked, Duration saveInterval) {
    /** What holds where nothing is said: {@code _rc_} below the working folder, every 5 minutes. */
    public static final OcspCacheOptions DEFAULT =
            new OcspCacheOptions(Type.LOCAL, Path.of("_rc_"), false, Duration.ofMinutes(5));

    /** Nothing is kept: authorities are asked at each handshake. */
    public static final OcspCacheOptions NONE =
            new OcspCacheOptions(Type.NONE, DEFAULT.localStore, false, DEFAULT.saveInterval);

    /** Whether answers are kept. */
    public enum Type {
        /** They are not: authorities are asked at each handshake. */
        NONE,
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
