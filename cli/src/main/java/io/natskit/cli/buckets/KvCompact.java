// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.connect.Session;
import io.natskit.kv.Bucket;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit kv compact}. */
@Command(name = "compact", description = "Removes what is left of deleted keys.")
public final class KvCompact extends OneBucket {
    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public KvCompact() {}

    @Override
    int run(Session session, Bucket<String, byte[]> bucket) {
        confirm(force, "Really compact bucket " + bucket() + "? It removes the history and markers of deleted keys.");
        long removed = bucket.purgeDeletes(Duration.ZERO);
        tell("Compacted " + removed + " keys", out -> out.field("keys", removed));
        return 0;
    }
}
