// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import io.natskit.wire.nkey.NKeyKind;
import java.util.Set;

/** Who a user is and what it may do, said by its account or by one of that account's signing keys. Immutable. */
public final class UserClaims extends Claims {
    private final UserRules rules;
    private final String issuerAccount;

    private UserClaims(Builder b) {
        super(b);
        rules = b.rules.build();
        issuerAccount = b.issuerAccount;
    }

    /** A builder of claims about the user with this public key ({@code U…}), who may do everything. */
    public static Builder builder(String subject) {
        return new Builder(subject, UserRules.builder());
    }

    static Builder empty() {
        return new Builder("", UserRules.zeroes());
    }

    @Override
    public String type() {
        return "user";
    }

    /** What it may do. */
    public UserRules rules() {
        return rules;
    }

    /** The account, where a signing key of it has signed; empty where it did itself. */
    public String issuerAccount() {
        return issuerAccount;
    }

    /** The account that the user belongs to. */
    public String account() {
        return issuerAccount.isEmpty() ? issuer() : issuerAccount;
    }

    @Override
    void check(ClaimCheck check) {
        check.rules(rules);
        if (!issuerAccount.isEmpty()) {
            check.key(issuerAccount, NKeyKind.ACCOUNT, "account_id is not an account public key");
        }
    }

    @Override
    Set<NKeyKind> issuers() {
        return Set.of(NKeyKind.ACCOUNT);
    }

    @Override
    void writeBody(JsonWriter out) {
        rules.writeFields(out);
        out.fieldIfPresent("issuer_account", issuerAccount);
    }

    /** Collects claims of a user. */
    public static final class Builder extends Claims.Builder<Builder> {
        private UserRules.Builder rules;
        private String issuerAccount = "";

        private Builder(String subject, UserRules.Builder rules) {
            super(subject);
            this.rules = rules;
        }

        /** What it may do; {@link UserRules#none()} for a user of a scoped signing key. Default everything. */
        public Builder rules(UserRules rules) {
            this.rules = rules.toBuilder();
            return this;
        }

        /** The account, where a signing key of it signs. Default empty. */
        public Builder issuerAccount(String account) {
            this.issuerAccount = account;
            return this;
        }

        @Override
        public UserClaims build() {
            return new UserClaims(this);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        void oldIssuerAccount(String account) {
            issuerAccount = account;
        }

        /** In version 1 what is not said is not limited. */
        Builder old() {
            rules = UserRules.builder();
            return this;
        }

        @Override
        boolean readBody(StructReader in, int ofVersion) {
            if (ofVersion == 1 && in.name().equals("max")) {
                in.int64(0);
                return true;
            }
            if (ofVersion == 2 && in.name().equals("issuer_account")) {
                issuerAccount = in.string(issuerAccount);
                return true;
            }
            return rules.read(in);
        }
    }
}
