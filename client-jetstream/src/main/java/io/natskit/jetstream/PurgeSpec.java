// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.checks.Checks;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is purged; without choices all messages of the stream. */
public final class PurgeSpec {
    private @Nullable String subject;
    private long before;
    private long keep;

    /** All. */
    public PurgeSpec() {}

    /** Only messages whose subject {@code filter} matches. */
    public PurgeSpec subject(String filter) {
        this.subject = Checks.notBlank("filter", filter);
        return this;
    }

    /** Only messages before {@code sequence}. Not together with {@link #keep(long)}. */
    public PurgeSpec before(long sequence) {
        this.before = Checks.atLeast("before", sequence, 1);
        return this;
    }

    /** All but the last {@code messages}. Not together with {@link #before(long)}. */
    public PurgeSpec keep(long messages) {
        this.keep = Checks.atLeast("keep", messages, 0);
        return this;
    }

    /** The filter, if any. */
    public Optional<String> subject() {
        return Optional.ofNullable(subject);
    }

    /** See {@link #before(long)}; 0 for none. */
    public long before() {
        return before;
    }

    /** See {@link #keep(long)}. */
    public long keep() {
        return keep;
    }
}
