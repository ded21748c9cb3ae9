// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.kv.Bucket;
import picocli.CommandLine.Command;

/** {@code natskit kv put}. */
@Command(name = "put", description = "Sets a key.")
public final class KvPut extends KeyAndValue {
    /** For picocli. */
    public KvPut() {}

    @Override
    long write(Bucket<String, byte[]> bucket, String key, byte[] bytes) {
        return bucket.put(key, bytes);
    }
}
