// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.connect.Session;
import io.natskit.kv.Bucket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit bench kv get}. */
@Command(name = "get", description = "Gets keys of a bucket, one after another.")
public final class BenchKvGet extends Measurement {
    @Mixin
    private BucketOptions bucket = new BucketOptions();

    /** For picocli. */
    public BenchKvGet() {}

    @Override
    String title() {
        return "KV getter";
    }

    @Override
    void prepare(Session session) {
        bucket.prepare(session);
    }

    @Override
    Load load() {
        return (session, worker) -> {
            Bucket<String, byte[]> from = session.keyValue().bucket(bucket.bucket);
            worker.begin();
            for (long i = 0; i < worker.share(); i++) {
                long start = System.nanoTime();
                from.get(bucket.key(i));
                worker.count(System.nanoTime() - start);
            }
            worker.end();
        };
    }
}
