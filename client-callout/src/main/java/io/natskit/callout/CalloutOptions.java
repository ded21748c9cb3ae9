// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.callout;

import io.natskit.client.Dispatch;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a callout signs and seals, and where its users go. Immutable; prints no secret. */
public final class CalloutOptions {
    private final NKey issuer;
    private final String issuerAccount;
    private final String account;
    private final Map<String, NKey> signers;
    private final @Nullable NKey curveKey;
    private final String queueGroup;
    private final @Nullable Dispatch dispatch;
    private final Consumer<? super Exception> onFailure;

    private CalloutOptions(Builder b) {
        issuer = Objects.requireNonNull(b.issuer, "issuer");
        issuerAccount = b.issuerAccount;
        account = b.account;
        signers = Map.copyOf(b.signers);
        curveKey = b.curveKey;
        queueGroup = b.queueGroup;
        dispatch = b.dispatch;
        onFailure = b.onFailure;
    }

    static CalloutOptions of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return new CalloutOptions(builder);
    }

    NKey issuer() {
        return issuer;
    }

    String issuerAccount() {
        return issuerAccount;
    }

    String account() {
        return account;
    }

    boolean isOperatorMode() {
        return !signers.isEmpty();
    }

    @Nullable
    NKey signer(String ofAccount) {
        return signers.get(ofAccount);
    }

    @Nullable
    NKey curveKey() {
        return curveKey;
    }

    String queueGroup() {
        return queueGroup;
    }

    @Nullable
    Dispatch dispatch() {
        return dispatch;
    }

    Consumer<? super Exception> onFailure() {
        return onFailure;
    }

    @Override
    public String toString() {
        return "CalloutOptions[issuer=" + issuer.publicKey() + ", account=" + account + ", accounts=" + signers.keySet()
                + ", sealed=" + (curveKey != null) + "]";
    }

    /** Collects the values of {@link CalloutOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private @Nullable NKey issuer;
        private String issuerAccount = "";
        private String account = "$G";
        private final Map<String, NKey> signers = new HashMap<>();
        private @Nullable NKey curveKey;
        private String queueGroup = "natskit-callout";
        private @Nullable Dispatch dispatch;
        private Consumer<? super Exception> onFailure = failure -> {};

        private Builder() {}

        /**
         * The account key that answers are signed with: the {@code issuer} of the server's configuration, or in operator mode the account of the callout.
         * Required. Without operators it signs the users too.
         */
        public Builder issuer(NKey key) {
            this.issuer = kind("issuer", key, NKeyKind.ACCOUNT);
            return this;
        }

        /** As the other one, with a signing key of that account, in operator mode. */
        public Builder issuer(NKey signingKey, String ofAccount) {
            this.issuerAccount = Objects.requireNonNull(ofAccount, "ofAccount");
            return issuer(signingKey);
        }

        /** The account that users come into unless a decision says otherwise: its name, or in operator mode its public key. Default {@code $G}. */
        public Builder account(String name) {
            this.account = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Operator mode: users of that account ({@code A…}) are signed with this key, its own or a signing key of it. The claims of the callout's account must
         * allow it. May be called for several accounts. Default none, which means a configuration without operators.
         */
        public Builder signer(String ofAccount, NKey key) {
            signers.put(Objects.requireNonNull(ofAccount, "ofAccount"), kind("signer", key, NKeyKind.ACCOUNT));
            return this;
        }

        /** The curve key whose public half the server has as {@code xkey}: requests that are not sealed for it are not answered. Default none. */
        public Builder curveKey(NKey key) {
            this.curveKey = kind("curveKey", key, NKeyKind.CURVE);
            return this;
        }

        /** The queue group that several of these services share. Default {@code natskit-callout}. */
        public Builder queueGroup(String name) {
            this.queueGroup = Objects.requireNonNull(name, "name");
            return this;
        }

        /** On which threads decisions are made, such as several at once. Default the connection's. */
        public Builder dispatch(Dispatch threads) {
            this.dispatch = Objects.requireNonNull(threads, "threads");
            return this;
        }

        /** Told of what a decider threw, and of requests that are none. Called where decisions are made. Default nobody. */
        public Builder onFailure(Consumer<? super Exception> listener) {
            this.onFailure = Objects.requireNonNull(listener, "listener");
            return this;
        }

        private static NKey kind(String what, NKey key, NKeyKind expected) {
            if (key.kind() != expected) {
                throw new IllegalArgumentException(what + ": a key of " + key.kind() + " (expected: " + expected + ")");
            }
            return key;
        }
    }
}
