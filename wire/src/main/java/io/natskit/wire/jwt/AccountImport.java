// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** What an account imports of another. Immutable; prints no token. */
public final class AccountImport {
    private final String name;
    private final String subject;
    private final String account;
    private final String token;
    private final String to;
    private final String localSubject;
    private final ExportKind kind;
    private final boolean share;
    private final boolean allowTrace;

    private AccountImport(Builder b) {
        name = b.name;
        subject = b.subject;
        account = b.account;
        token = b.token;
        to = b.to;
        localSubject = b.localSubject;
        kind = b.kind;
        share = b.share;
        allowTrace = b.allowTrace;
    }

    /** A builder of an import of a stream of that account. */
    public static Builder stream(String account, String subject) {
        return new Builder(ExportKind.STREAM, account, subject);
    }

    /** A builder of an import of a service of that account. */
    public static Builder service(String account, String subject) {
        return new Builder(ExportKind.SERVICE, account, subject);
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** Of a stream, the exporter's subject; of a service, with {@link #to()} the importer's, otherwise the exporter's. */
    public String subject() {
        return subject;
    }

    /** The public key of the account that exports it. */
    public String account() {
        return account;
    }

    /** The activation token, or empty. */
    public String token() {
        return token;
    }

    /** The old way to rename: of a stream a prefix, of a service the exporter's subject; empty for none. */
    public String to() {
        return to;
    }

    /** The subject in the importing account, in which {@code $1} stands for a wildcard of {@link #subject()}; empty for the same. */
    public String localSubject() {
        return localSubject;
    }

    /** Stream or service. */
    public ExportKind kind() {
        return kind;
    }

    /** Whether the service learns who asks. */
    public boolean share() {
        return share;
    }

    /** Whether traces cross it. */
    public boolean allowTrace() {
        return allowTrace;
    }

    @Override
    public String toString() {
        return "AccountImport[" + kind.text() + " " + subject + " of " + account + "]";
    }

    void write(JsonWriter out) {
        out.fieldIfPresent("name", name)
                .fieldIfPresent("subject", subject)
                .fieldIfPresent("account", account)
                .fieldIfPresent("token", token)
                .fieldIfPresent("to", to)
                .fieldIfPresent("local_subject", localSubject);
        if (kind != ExportKind.UNKNOWN) {
            out.field("type", kind.text());
        }
        out.fieldIfTrue("share", share).fieldIfTrue("allow_trace", allowTrace);
    }

    static AccountImport read(StructReader in) {
        Builder read = new Builder(ExportKind.UNKNOWN, "", "");
        while (in.next()) {
            read.read(in);
        }
        return read.build();
    }

    /** Collects an import; not safe for use by several threads at once. */
    public static final class Builder {
        private String name = "";
        private String subject;
        private String account;
        private String token = "";
        private String to = "";
        private String localSubject = "";
        private ExportKind kind;
        private boolean share;
        private boolean allowTrace;

        private Builder(ExportKind kind, String account, String subject) {
            this.kind = kind;
            this.account = account;
            this.subject = subject;
        }

        /** What it is called. Default nothing. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** The activation token. Default none. */
        public Builder token(String token) {
            this.token = token;
            return this;
        }

        /** The old way to rename; see {@link AccountImport#to()}. Default none. */
        public Builder to(String to) {
            this.to = to;
            return this;
        }

        /** The subject in the importing account. Default the exporter's. */
        public Builder localSubject(String subject) {
            this.localSubject = subject;
            return this;
        }

        /** Whether the service learns who asks. Default false. */
        public Builder share(boolean share) {
            this.share = share;
            return this;
        }

        /** Whether traces cross it. Default false. */
        public Builder allowTrace(boolean allow) {
            this.allowTrace = allow;
            return this;
        }

        /** The import as it is now. */
        public AccountImport build() {
            return new AccountImport(this);
        }

        private void read(StructReader in) {
            switch (in.name()) {
                case "name" -> name = in.string(name);
                case "subject" -> subject = in.string(subject);
                case "account" -> account = in.string(account);
                case "token" -> token = in.string(token);
                case "to" -> to = in.string(to);
                case "local_subject" -> localSubject = in.string(localSubject);
                case "type" -> kind = ExportKind.read(in);
                case "share" -> share = in.bool(share);
                case "allow_trace" -> allowTrace = in.bool(allowTrace);
                default -> in.unknown();
            }
        }
    }
}
