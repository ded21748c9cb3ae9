// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a key is deleted or purged. */
public final class DeleteSpec {
    private long revision = -1;
    private @Nullable Duration ttl;

    /** Whatever is there. */
    public DeleteSpec() {}

    /** Only if the key's last revision is this one; otherwise {@link WrongRevisionException}. */
    public DeleteSpec revision(long expected) {
        this.revision = Checks.atLeast("revision", expected, 0);
        return this;
    }

    /** Of a purge: removes the marker after so long (ADR-48), whole seconds, at least 1; server 2.11. Refused for a delete, whose history would come back. Default never. */
    public DeleteSpec timeToLive(Duration ttl) {
        this.ttl = Checks.atLeast("timeToLive", ttl, Duration.ofSeconds(1));
        return this;
    }

    /** The expected revision; negative for none. */
    public long revision() {
        return revision;
    }

    /** The marker's time to live, if any. */
    public Optional<Duration> timeToLive() {
        return Optional.ofNullable(ttl);
    }
}
