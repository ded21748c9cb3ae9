// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.connect.Session;
import io.natskit.kv.Bucket;
import picocli.CommandLine.Command;

/** {@code natskit kv info}. */
@Command(
        name = "info",
        aliases = {"status", "view"},
        description = "Shows a bucket's configuration and state.")
public final class KvInfo extends OneBucket {
    /** For picocli. */
    public KvInfo() {}

    @Override
    int run(Session session, Bucket<String, byte[]> bucket) {
        BucketView.print(terminal(), json(), bucket.status());
        return 0;
    }
}
