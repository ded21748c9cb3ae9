// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.router;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a message, as advisories name it. Immutable.
 *
 * @param id the connection's number
 * @param host the address it came from, null for one in this process
 * @param account the name of its account
 * @param user the name that it logged in with
 * @param name what it calls itself
 * @param language the language that it said it is written in
 * @param version the version that it said it has
 * @param started when it came
 * @param rttNanos the last measured round trip, 0 if none was
 * @param clientType the kind of client, in nats-server's words
 * @param claimed what its token says, or null where it logged in by none
 */
public record PublisherInfo(
        long id,
        @Nullable String host,
        String account,
        @Nullable String user,
        @Nullable String name,
        @Nullable String language,
        @Nullable String version,
        Instant started,
        long rttNanos,
        String clientType,
        @Nullable Claimed claimed) {
    /**
     * What a token says of who logged in by it. Immutable.
     *
     * @param jwt the token; null where it would be enough for others to log in
     * @param issuerKey who signed it
     * @param nameTag what it calls the user, or empty
     * @param tags its words about the user
     */
    public record Claimed(@Nullable String jwt, String issuerKey, String nameTag, List<String> tags) {}
}
