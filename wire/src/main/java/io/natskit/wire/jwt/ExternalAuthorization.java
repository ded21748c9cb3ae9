// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.List;

/**
 * Whether a service of the account decides who comes in.
 *
 * @param users the public keys of the users that the service itself is; they are not asked about. Empty: there is no such service
 * @param allowedAccounts the accounts that it may put users into, or {@code *} alone for all
 * @param xkey the public curve key that requests are sealed for, or empty
 */
public record ExternalAuthorization(List<String> users, List<String> allowedAccounts, String xkey) {
    /** None. */
    public static final ExternalAuthorization NONE = new ExternalAuthorization(List.of(), List.of(), "");

    /** Copies the lists. */
    public ExternalAuthorization {
        users = List.copyOf(users);
        allowedAccounts = List.copyOf(allowedAccounts);
    }

    /** Whether there is such a service. */
    public boolean isEnabled() {
        return !users.isEmpty();
    }

    static ExternalAuthorization read(StructReader in) {
        List<String> users = List.of();
        List<String> accounts = List.of();
        String xkey = "";
        if (in.enter("jwt.ExternalAuthorization")) {
            while (in.next()) {
                switch (in.name()) {
                    case "auth_users" -> users = in.strings(users);
                    case "allowed_accounts" -> accounts = in.strings(accounts);
                    case "xkey" -> xkey = in.string(xkey);
                    default -> in.unknown();
                }
            }
        }
        return new ExternalAuthorization(users, accounts, xkey);
    }

    void write(JsonWriter out) {
        out.begin("authorization")
                .stringsIfPresent("auth_users", users)
                .stringsIfPresent("allowed_accounts", allowedAccounts)
                .fieldIfPresent("xkey", xkey)
                .end();
    }
}
