// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a key is created. */
public final class CreateSpec {
    private @Nullable Duration ttl;

    /** For good. */
    public CreateSpec() {}

    /** Removes the key after so long (ADR-48): whole seconds, at least 1; server 2.11, a bucket with {@link BucketConfig.Builder#limitMarkers}. Default never. */
    public CreateSpec timeToLive(Duration ttl) {
        this.ttl = Checks.atLeast("timeToLive", ttl, Duration.ofSeconds(1));
        return this;
    }

    /** The time to live, if any. */
    public Optional<Duration> timeToLive() {
        return Optional.ofNullable(ttl);
    }
}
