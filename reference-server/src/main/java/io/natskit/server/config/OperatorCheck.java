// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of operator mode, in the words of nats-server. Confined to one thread. */
final class OperatorCheck {
    private static final int[] VERSION = {2, 15, 2};
    private static final String[] PARTS = {"major", "minor", "update"};

    private final ServerOptions options;
    private final List<String> problems;

    OperatorCheck(ServerOptions options, List<String> problems) {
        this.options = options;
        this.problems = problems;
    }

    void run() {
        OperatorOptions operator = options.operator();
        for (String key : operator.trustedKeys()) {
            if (!NKey.isPublicKey(key, NKeyKind.OPERATOR)) {
                problems.add("trusted Keys \"" + key + "\" are required to be a valid public operator nkey");
            }
        }
        if (operator.operators().isEmpty()) {
            if (operator.defaultSentinel() != null) {
                problems.add("default sentinel requires operators and accounts");
            }
            return;
        }
        sentinel(operator.defaultSentinel());
        if (operator.resolver() == null) {
            problems.add("operators require an account resolver to be configured");
        }
        if (!options.accounts().isEmpty()) {
            problems.add("operators do not allow Accounts to be configured directly");
        }
        if (!options.authorization().users().isEmpty()) {
            problems.add("operators do not allow users to be configured directly");
        }
        if (!operator.trustedKeys().isEmpty()) {
            problems.add("conflicting options for 'TrustedKeys' and 'TrustedOperators'");
        }
        operators(operator.operators());
        for (String account : operator.pinnedAccounts()) {
            if (!NKey.isPublicKey(account, NKeyKind.ACCOUNT)) {
                problems.add("pinned account key \"" + account + "\" is not a valid public account nkey");
            }
        }
    }

    private void sentinel(@Nullable String jwt) {
        if (jwt == null) {
            return;
        }
        try {
            UserClaims user = Jwt.decodeUser(jwt);
            boolean scoped = !user.issuerAccount().isEmpty() && user.rules().isNone();
            if (!user.rules().bearerToken() && !scoped) {
                problems.add("default sentinel must be a bearer token");
            }
        } catch (InvalidJwtException e) {
            problems.add("default sentinel JWT not valid");
        }
    }

    private void operators(List<String> jwts) {
        List<OperatorClaims> claims = new ArrayList<>();
        for (String jwt : jwts) {
            try {
                claims.add(Jwt.decodeOperator(jwt));
            } catch (InvalidJwtException e) {
                problems.add("error parsing operator JWT: " + e.getMessage());
                return;
            }
        }
        String system = options.systemAccount();
        boolean some = claims.stream().anyMatch(one -> !one.systemAccount().isEmpty());
        if (system != null
                && some
                && claims.stream().noneMatch(one -> one.systemAccount().equals(system))) {
            problems.add("system_account in config and operator JWT must be identical");
        }
        claims.forEach(this::version);
    }

    private void version(OperatorClaims operator) {
        String asserted = operator.assertServerVersion();
        if (asserted.isEmpty()) {
            return;
        }
        String[] parts = asserted.split("\\.", -1);
        for (int i = 0; i < PARTS.length; i++) {
            int wanted;
            try {
                wanted = parts.length == PARTS.length ? Integer.parseUnsignedInt(parts[i]) : -1;
            } catch (NumberFormatException e) {
                wanted = -1;
            }
            if (wanted < 0) {
                problems.add("operator " + operator.subject() + " expects version " + asserted
                        + " got error instead: asserted server version must be of the form <major>.<minor>.<update>");
                return;
            }
            if (wanted > VERSION[i]) {
                problems.add("operator " + operator.subject() + " expected " + PARTS[i] + " version " + wanted
                        + " > server " + PARTS[i] + " version " + VERSION[i]);
            }
            if (wanted != VERSION[i]) {
                return;
            }
        }
    }
}
