// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.OperatorOptions;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.jwt.OperatorClaims;
import java.util.HashSet;
import java.util.Set;

/** The keys that accounts must be signed with. Immutable; any thread. */
public final class TrustedOperators {
    private final Set<String> keys = new HashSet<>();
    private final Set<String> strictKeys = new HashSet<>();
    private final Set<String> strictOperators = new HashSet<>();

    /** Those of the options, which were validated. */
    public TrustedOperators(OperatorOptions options) {
        keys.addAll(options.trustedKeys());
        for (String jwt : options.operators()) {
            OperatorClaims operator = Jwt.decodeOperator(jwt);
            keys.addAll(operator.signingKeys());
            if (operator.strictSigningKeyUsage()) {
                strictKeys.addAll(operator.signingKeys());
                strictOperators.add(operator.subject());
            } else {
                keys.add(operator.subject());
            }
        }
    }

    /** Whether accounts may be signed with this key. */
    public boolean isTrusted(String key) {
        return keys.contains(key);
    }

    /** Whether this is the own key of an operator that signs with its signing keys alone. */
    public boolean isStrictOperator(String key) {
        return strictOperators.contains(key);
    }

    /** Whether users of this account may be signed with its own key, not by its signing keys alone. */
    boolean mayAccountSign(AccountClaims account) {
        return !strictKeys.contains(account.issuer());
    }
}
