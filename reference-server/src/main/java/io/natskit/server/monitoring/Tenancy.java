// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.ImportOptions;
import io.natskit.server.router.Subscription;
import io.natskit.server.sharing.OwedAnswer;
import io.natskit.wire.jwt.AccountClaims;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of accounts beside what they count. Any thread. */
public interface Tenancy {
    /** An account of claims; null for one of the configuration. */
    @Nullable
    Claimed claimed(String account);

    /** The answers that an account owes to others. */
    List<OwedAnswer> owed(Account<Subscription> account);

    /**
     * An account of claims.
     *
     * @param claims the latest
     * @param jwt the token that they were read from
     * @param updated when they came
     * @param shared what it exports, in the order of the claims, and imports rightly
     * @param lost what it imported by the same claims before, and may no more
     */
    record Claimed(AccountClaims claims, String jwt, Instant updated, AccountOptions shared, List<ImportOptions> lost) {
        /** Whether all that it wants to import was to be had at some time. */
        public boolean isComplete() {
            return shared.imports().size() + lost.size() >= claims.imports().size();
        }

        boolean isExpired(Instant now) {
            long expires = claims.expiresAtSecond();
            return expires != 0 && expires <= now.getEpochSecond();
        }
    }
}
