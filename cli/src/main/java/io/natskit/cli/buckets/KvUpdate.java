// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.kv.Bucket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit kv update}. */
@Command(name = "update", description = "Sets a key if its revision is still the one that is named.")
public final class KvUpdate extends KeyAndValue {
    @Parameters(index = "3", paramLabel = "REVISION", description = "The revision it has.")
    private long revision;

    /** For picocli. */
    public KvUpdate() {}

    @Override
    long write(Bucket<String, byte[]> bucket, String key, byte[] bytes) {
        return bucket.update(key, bytes, revision);
    }
}
