// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.action.Given;
import io.natskit.cli.connect.Session;
import io.natskit.kv.Bucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit kv purge}. */
@Command(name = "purge", description = "Deletes a key with its history.")
public final class KvPurge extends OneBucket {
    @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Option(names = "--ttl", paramLabel = "DURATION", description = "How long the marker stays.")
    private @Nullable Duration timeToLive;

    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public KvPurge() {}

    @Override
    int run(Session session, Bucket<String, byte[]> bucket) {
        confirm(force, "Really purge key " + bucket() + " > " + key + "?");
        bucket.purge(key, spec -> Given.set(timeToLive, spec::timeToLive));
        return 0;
    }
}
