// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.connect.Session;
import io.natskit.kv.Bucket;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit kv del}. */
@Command(name = "del", aliases = "rm", description = "Deletes a key, or a bucket where no key is named.")
public final class KvDelete extends OneBucket {
    @Parameters(index = "1", paramLabel = "KEY", arity = "0..1", description = "The key.")
    private @Nullable String key;

    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public KvDelete() {}

    @Override
    int run(Session session, Bucket<String, byte[]> bucket) {
        if (key == null) {
            confirm(force, "Really delete bucket " + bucket() + "?");
            session.keyValue().deleteBucket(bucket());
        } else {
            confirm(force, "Really delete key " + bucket() + " > " + key + "?");
            bucket.delete(key);
        }
        return 0;
    }
}
