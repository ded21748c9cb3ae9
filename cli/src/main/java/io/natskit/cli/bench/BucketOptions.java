// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.connect.Session;
import io.natskit.kv.BucketConfig;
import io.natskit.wire.jetstream.StorageType;
import picocli.CommandLine.Option;

/** The bucket that is measured, which is made if there is none. */
final class BucketOptions {
    @Option(names = "--bucket", defaultValue = "benchbucket", description = "The bucket; benchbucket by default.")
    String bucket = "benchbucket";

    @Option(names = "--storage", defaultValue = "file", description = "file or memory, where it is made.")
    StorageType storage = StorageType.FILE;

    @Option(names = "--keys", defaultValue = "1000", description = "How many keys; 1000 by default.")
    int keys = 1000;

    void prepare(Session session) {
        if (session.keyValue().findBucket(bucket).isEmpty()) {
            session.keyValue().createBucket(BucketConfig.of(bucket, config -> config.storage(storage)));
        }
    }

    String key(long number) {
        return "key-" + number % keys;
    }
}
