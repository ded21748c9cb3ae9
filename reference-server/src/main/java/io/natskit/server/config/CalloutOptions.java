// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.List;
import java.util.Objects;

/**
 * A service that decides who comes in, without operators: it is a client of the server like others, and is asked about everybody but itself.
 *
 * @param issuer the public key ({@code A…}) that its answers and its users' tokens are signed with
 * @param account the account that it listens in
 * @param users the names or keys of the users that the service itself is, who log in as the configuration says
 * @param xkey the public curve key ({@code X…}) that requests are sealed for, empty to send them in the clear
 * @param allowedAccounts whose users it is asked about too when they log in as the configuration says; empty for those of all accounts
 */
public record CalloutOptions(
        String issuer, String account, List<String> users, String xkey, List<String> allowedAccounts) {
    /** Copies the lists. */
    public CalloutOptions {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(xkey, "xkey");
        users = List.copyOf(users);
        allowedAccounts = List.copyOf(allowedAccounts);
    }
}
