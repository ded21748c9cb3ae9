// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Session;
import io.natskit.kv.Bucket;
import io.natskit.kv.Entry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit kv revert}. */
@Command(name = "revert", description = "Sets a key to the value that it had at a revision.")
public final class KvRevert extends OneBucket {
    @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Parameters(index = "2", paramLabel = "REVISION", description = "The revision.")
    private long revision;

    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public KvRevert() {}

    @Override
    int run(Session session, Bucket<String, byte[]> bucket) {
        Entry<String, byte[]> old = bucket.get(key, revision)
                .orElseThrow(() -> new Failure(
                        "key " + bucket() + " > " + key + " has no revision " + revision,
                        "natskit kv history " + bucket() + " " + key));
        confirm(force, "Really revert " + bucket() + " > " + key + " to revision " + revision + "?");
        wrote(key, bucket.put(key, old.value()), old.value());
        return 0;
    }
}
