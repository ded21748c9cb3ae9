// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.connect.Session;
import io.natskit.kv.Bucket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit bench kv put}. */
@Command(name = "put", description = "Sets keys of a bucket, one after another.")
public final class BenchKvPut extends Measurement {
    @Mixin
    private BucketOptions bucket = new BucketOptions();

    /** For picocli. */
    public BenchKvPut() {}

    @Override
    String title() {
        return "KV putter";
    }

    @Override
    void prepare(Session session) {
        bucket.prepare(session);
    }

    @Override
    Load load() {
        byte[] payload = options().payload();
        return (session, worker) -> {
            Bucket<String, byte[]> into = session.keyValue().bucket(bucket.bucket);
            worker.begin();
            for (long i = 0; i < worker.share(); i++) {
                long start = System.nanoTime();
                into.put(bucket.key(i), payload);
                worker.count(System.nanoTime() - start);
            }
            worker.end();
        };
    }
}
