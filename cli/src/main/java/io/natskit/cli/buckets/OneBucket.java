// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.kv.Bucket;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Parameters;

/** A command about one bucket. */
abstract class OneBucket extends ConnectedAction {
    @Parameters(index = "0", paramLabel = "BUCKET", description = "The bucket.")
    private String bucket = "";

    /** Its name. */
    final String bucket() {
        return bucket;
    }

    @Override
    protected final int run(Session session) throws Exception {
        return run(session, session.keyValue().bucket(bucket));
    }

    /** Tells which revision of a key was written, or its value. */
    final void wrote(String key, long revision, byte[] value) {
        tell(
                new String(value, StandardCharsets.UTF_8),
                out -> out.field("bucket", bucket).field("key", key).field("revision", revision));
    }

    /** Does it; the exit code. */
    abstract int run(Session session, Bucket<String, byte[]> bucket) throws Exception;
}
