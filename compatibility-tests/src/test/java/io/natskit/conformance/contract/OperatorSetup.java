// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;

/** An operator, its system account, and configurations that hold tokens of other accounts. */
final class OperatorSetup {
    static final NKey SYSTEM = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey OPERATOR = NKey.generate(NKeyKind.OPERATOR);

    /** Signed once: another time in it would make it another operator. */
    static final String TRUSTED = OperatorClaims.builder(OPERATOR.publicKey())
            .systemAccount(SYSTEM.publicKey())
            .sign(OPERATOR);

    private OperatorSetup() {}

    static AccountClaims.Builder account(NKey key) {
        return AccountClaims.builder(key.publicKey());
    }

    /** The token of an account. */
    static String signed(AccountClaims.Builder account) {
        return account.sign(OPERATOR);
    }

    /** With these accounts and the system account. */
    static String config(AccountClaims.Builder... accounts) {
        StringBuilder config = new StringBuilder("operator: " + TRUSTED + "\nsystem_account: " + SYSTEM.publicKey()
                + "\nresolver: MEMORY\nresolver_preload: {\n " + SYSTEM.publicKey() + ": " + signed(account(SYSTEM))
                + "\n");
        for (AccountClaims.Builder one : accounts) {
            config.append(' ')
                    .append(one.build().subject())
                    .append(": ")
                    .append(signed(one))
                    .append('\n');
        }
        return config + "}\n";
    }
}
