// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import io.natskit.wire.nkey.NKeyKind;
import java.util.Set;

/** What an authorization service answers: the token of the user that somebody turned out to be, or an error. Immutable. */
public final class AuthorizationResponseClaims extends Claims {
    private final String jwt;
    private final String error;
    private final String issuerAccount;

    private AuthorizationResponseClaims(Builder b) {
        super(b);
        jwt = b.jwt;
        error = b.error;
        issuerAccount = b.issuerAccount;
    }

    /** A builder of an answer about the user key of the request, for the server with this id. */
    public static Builder builder(String userKey, String serverId) {
        return new Builder(userKey).audience(serverId);
    }

    @Override
    public String type() {
        return "authorization_response";
    }

    /** The token of the user, or empty. */
    public String jwt() {
        return jwt;
    }

    /** Why nobody comes in, or empty. */
    public String error() {
        return error;
    }

    /** The account, where a signing key of it has signed; empty where it did itself. */
    public String issuerAccount() {
        return issuerAccount;
    }

    @Override
    void check(ClaimCheck check) {
        check.key(subject(), NKeyKind.USER, "Subject must be a user public key");
        check.key(audience(), NKeyKind.SERVER, "Audience must be a server public key");
        if (error.isEmpty() && jwt.isEmpty()) {
            check.error("Error or Jwt is required");
        }
        if (!error.isEmpty() && !jwt.isEmpty()) {
            check.error("Only Error or Jwt can be set");
        }
        if (!issuerAccount.isEmpty()) {
            check.key(issuerAccount, NKeyKind.ACCOUNT, "issuer_account is not an account public key");
        }
    }

    @Override
    Set<NKeyKind> issuers() {
        return Set.of(NKeyKind.ACCOUNT);
    }

    @Override
    void writeBody(JsonWriter out) {
        out.fieldIfPresent("jwt", jwt).fieldIfPresent("error", error).fieldIfPresent("issuer_account", issuerAccount);
    }

    /** Collects an answer. */
    public static final class Builder extends Claims.Builder<Builder> {
        private String jwt = "";
        private String error = "";
        private String issuerAccount = "";

        private Builder(String subject) {
            super(subject);
        }

        static Builder empty() {
            return new Builder("");
        }

        /** The token of the user. Default none. */
        public Builder jwt(String token) {
            this.jwt = token;
            return this;
        }

        /** Why nobody comes in. Default nothing. */
        public Builder error(String reason) {
            this.error = reason;
            return this;
        }

        /** The account, where a signing key of it signs. Default empty. */
        public Builder issuerAccount(String account) {
            this.issuerAccount = account;
            return this;
        }

        @Override
        public AuthorizationResponseClaims build() {
            return new AuthorizationResponseClaims(this);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        boolean readBody(StructReader in, int ofVersion) {
            switch (in.name()) {
                case "jwt" -> jwt = in.string(jwt);
                case "error" -> error = in.string(error);
                case "issuer_account" -> issuerAccount = in.string(issuerAccount);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
