// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.action.Given;
import io.natskit.kv.Bucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit kv create}. */
@Command(name = "create", description = "Sets a key that is not there.")
public final class KvCreate extends KeyAndValue {
    @Option(names = "--ttl", paramLabel = "DURATION", description = "How long it lives.")
    private @Nullable Duration timeToLive;

    /** For picocli. */
    public KvCreate() {}

    @Override
    long write(Bucket<String, byte[]> bucket, String key, byte[] bytes) {
        return bucket.create(key, bytes, spec -> Given.set(timeToLive, spec::timeToLive));
    }
}
