// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is sent in CONNECT to log in; any mix of fields. Used once and then wiped. Prints no secret. */
public final class Credentials {

    private final @Nullable String user;
    private final char @Nullable [] password;
    private final char @Nullable [] token;
    private final @Nullable String jwt;
    private final @Nullable String nkey;
    private final @Nullable String signature;

    private Credentials(Builder b) {
        user = b.user;
        password = b.password;
        token = b.token;
        jwt = b.jwt;
        nkey = b.nkey;
        signature = b.signature;
    }

    /** Nothing: for servers that want nothing. */
    public static Credentials none() {
        return builder().build();
    }

    /** A token. The array is copied. */
    public static Credentials token(char[] token) {
        return builder().token(token).build();
    }

    /** A user and a password. The array is copied. */
    public static Credentials userPassword(String user, char[] password) {
        return builder().user(user).password(password).build();
    }

    /** For mixtures. */
    public static Builder builder() {
        return new Builder();
    }

    /** The user ({@code user}). */
    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /** A copy of the password ({@code pass}), which the caller wipes. */
    public Optional<char[]> password() {
        return password == null ? Optional.empty() : Optional.of(password.clone());
    }

    /** A copy of the token ({@code auth_token}), which the caller wipes. */
    public Optional<char[]> token() {
        return token == null ? Optional.empty() : Optional.of(token.clone());
    }

    /** The user's JWT ({@code jwt}). */
    public Optional<String> jwt() {
        return Optional.ofNullable(jwt);
    }

    /** The public key ({@code nkey}). */
    public Optional<String> nkey() {
        return Optional.ofNullable(nkey);
    }

    /** The signature of the nonce, base64url without padding ({@code sig}). */
    public Optional<String> signature() {
        return Optional.ofNullable(signature);
    }

    /** Overwrites the password and the token. */
    public void wipe() {
        if (password != null) {
            Arrays.fill(password, '\0');
        }
        if (token != null) {
            Arrays.fill(token, '\0');
        }
    }

    @Override
    public String toString() {
        return "Credentials[<hidden>]";
    }

    /** Collects fields; not safe for use by several threads. */
    public static final class Builder {
        private @Nullable String user;
        private char @Nullable [] password;
        private char @Nullable [] token;
        private @Nullable String jwt;
        private @Nullable String nkey;
        private @Nullable String signature;

        private Builder() {}

        /** The user. */
        public Builder user(String user) {
            this.user = user;
            return this;
        }

        /** The password; copied. */
        public Builder password(char[] password) {
            this.password = password.clone();
            return this;
        }

        /** The token; copied. */
        public Builder token(char[] token) {
            this.token = token.clone();
            return this;
        }

        /** The user's JWT. */
        public Builder jwt(String jwt) {
            this.jwt = jwt;
            return this;
        }

        /** The public key and the signature of the nonce, base64url without padding. */
        public Builder signed(String nkey, String signature) {
            this.nkey = nkey;
            this.signature = signature;
            return this;
        }

        /** Only the signature, for servers that find the key in the JWT. */
        public Builder signature(String signature) {
            this.signature = signature;
            return this;
        }

        /** The credentials. */
        public Credentials build() {
            return new Credentials(this);
        }
    }
}
