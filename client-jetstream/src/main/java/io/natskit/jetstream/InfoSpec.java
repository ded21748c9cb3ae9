// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.checks.Checks;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stream info is to hold beyond the usual. */
public final class InfoSpec {
    private boolean deleted;
    private @Nullable String subjects;

    /** The usual. */
    public InfoSpec() {}

    /** The sequences of deleted messages, too. */
    public InfoSpec deletedDetails() {
        this.deleted = true;
        return this;
    }

    /** How many messages there are for each subject that {@code filter} matches; as many pages as it takes are asked for. */
    public InfoSpec subjects(String filter) {
        this.subjects = Checks.notBlank("filter", filter);
        return this;
    }

    /** See {@link #deletedDetails()}. */
    public boolean withDeleted() {
        return deleted;
    }

    /** The filter, if any. */
    public Optional<String> subjects() {
        return Optional.ofNullable(subjects);
    }
}
