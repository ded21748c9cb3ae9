// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import io.natskit.wire.nkey.NKeyKind;
import java.util.Set;

/** That an account, the subject, may import something, said by the account that exports it. Immutable. */
public final class ActivationClaims extends Claims {
    private final String importSubject;
    private final ExportKind kind;
    private final String issuerAccount;

    private ActivationClaims(Builder b) {
        super(b);
        importSubject = b.importSubject;
        kind = b.kind;
        issuerAccount = b.issuerAccount;
    }

    /** A builder for the account with this public key ({@code A…}), which is to import that. */
    public static Builder builder(String subject, ExportKind kind, String importSubject) {
        return new Builder(subject, kind, importSubject);
    }

    @Override
    public String type() {
        return "activation";
    }

    /** What may be imported. */
    public String importSubject() {
        return importSubject;
    }

    /** Stream or service. */
    public ExportKind kind() {
        return kind;
    }

    /** The exporting account, where a signing key of it has signed; empty where it did itself. */
    public String issuerAccount() {
        return issuerAccount;
    }

    @Override
    void check(ClaimCheck check) {
        if (kind == ExportKind.UNKNOWN) {
            check.error("invalid import type: \"unknown\"");
        }
        check.subject(importSubject);
        if (!issuerAccount.isEmpty()) {
            check.key(issuerAccount, NKeyKind.ACCOUNT, "account_id is not an account public key");
        }
    }

    @Override
    Set<NKeyKind> issuers() {
        return Set.of(NKeyKind.ACCOUNT, NKeyKind.OPERATOR);
    }

    @Override
    void writeBody(JsonWriter out) {
        out.fieldIfPresent("subject", importSubject);
        if (kind != ExportKind.UNKNOWN) {
            out.field("kind", kind.text());
        }
        out.fieldIfPresent("issuer_account", issuerAccount);
    }

    /** Collects claims of an activation. */
    public static final class Builder extends Claims.Builder<Builder> {
        private String importSubject;
        private ExportKind kind;
        private String issuerAccount = "";

        private Builder(String subject, ExportKind kind, String importSubject) {
            super(subject);
            this.kind = kind;
            this.importSubject = importSubject;
        }

        /** The exporting account, where a signing key of it signs. Default empty. */
        public Builder issuerAccount(String account) {
            this.issuerAccount = account;
            return this;
        }

        @Override
        public ActivationClaims build() {
            return new ActivationClaims(this);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        void oldIssuerAccount(String account) {
            issuerAccount = account;
        }

        @Override
        boolean readBody(StructReader in, int ofVersion) {
            if (in.name().equals(ofVersion == 1 ? "type" : "kind")) {
                kind = ExportKind.read(in);
            } else if (in.name().equals("subject")) {
                importSubject = in.string(importSubject);
            } else if (ofVersion == 2 && in.name().equals("issuer_account")) {
                issuerAccount = in.string(issuerAccount);
            } else {
                return false;
            }
            return true;
        }
    }
}
