// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Objects;

/** What an account imports of another. Immutable. */
public final class ImportOptions {
    private final boolean service;
    private final String account;
    private final String subject;
    private final String to;
    private final boolean share;
    private final boolean allowTrace;

    private ImportOptions(
            boolean service, String account, String subject, String to, boolean share, boolean allowTrace) {
        this.service = service;
        this.account = Objects.requireNonNull(account, "account");
        this.subject = Objects.requireNonNull(subject, "subject");
        this.to = to;
        this.share = share;
        this.allowTrace = allowTrace;
    }

    /** A stream of that account, under its own subject. */
    public static ImportOptions stream(String account, String subject) {
        return new ImportOptions(false, account, subject, subject, false, false);
    }

    /** A service of that account, under its own subject. */
    public static ImportOptions service(String account, String subject) {
        return new ImportOptions(true, account, subject, subject, false, false);
    }

    /** The same under another subject in the importing account, in which {@code $1} stands for a wildcard of the exporter's. */
    public ImportOptions to(String local) {
        return new ImportOptions(service, account, subject, local.isEmpty() ? subject : local, share, allowTrace);
    }

    /** The same with whether the service learns who asks. */
    public ImportOptions share(boolean details) {
        return new ImportOptions(service, account, subject, to, details, allowTrace);
    }

    /** The same with whether the trace of a message goes on behind the import of a stream. */
    public ImportOptions allowTrace(boolean allowed) {
        return new ImportOptions(service, account, subject, to, share, allowed);
    }

    /** Whether the trace of a message goes on behind the import of a stream. */
    public boolean allowTrace() {
        return allowTrace;
    }

    /** Whether it is a service. */
    public boolean isService() {
        return service;
    }

    /** The account that exports it. */
    public String account() {
        return account;
    }

    /** The exporter's subject. */
    public String subject() {
        return subject;
    }

    /** The subject in the importing account. */
    public String to() {
        return to;
    }

    /** Whether the service learns who asks. */
    public boolean share() {
        return share;
    }

    @Override
    public String toString() {
        return "ImportOptions[" + (service ? "service " : "stream ") + subject + " of " + account + " as " + to + "]";
    }
}
