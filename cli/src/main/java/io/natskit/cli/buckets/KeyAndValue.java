// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.connect.Session;
import io.natskit.kv.Bucket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command that sets a key to a value: an argument, or what comes on standard input. */
abstract class KeyAndValue extends OneBucket {
    @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Parameters(
            index = "2",
            paramLabel = "VALUE",
            arity = "0..1",
            description = "The value; without one, standard input.")
    private @Nullable String value;

    @Override
    final int run(Session session, Bucket<String, byte[]> bucket) {
        byte[] bytes = value != null
                ? value.getBytes(StandardCharsets.UTF_8)
                : terminal().readAll();
        wrote(key, write(bucket, key, bytes), bytes);
        return 0;
    }

    /** Sets it; the revision that was written. */
    abstract long write(Bucket<String, byte[]> bucket, String key, byte[] bytes);
}
