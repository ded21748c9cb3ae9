// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.time.Duration;
import java.util.List;

/**
 * What is remembered of the token that somebody logged in with. Immutable.
 *
 * @param subject the user's public key
 * @param signingKey the signing key of the account that signed it, or empty where the account did itself
 * @param issuedAtSecond when it was signed, in seconds of the epoch
 * @param bearer whether it was enough without a signature
 * @param validFor how long the log-in holds, rounded as nats-server does; zero for ever
 * @param name what it calls the user, or empty
 * @param tags its words about the user
 * @param defaultPermissions whether its permissions are those that the account gives to all
 */
public record UserToken(
        String subject,
        String signingKey,
        long issuedAtSecond,
        boolean bearer,
        Duration validFor,
        String name,
        List<String> tags,
        boolean defaultPermissions) {}
