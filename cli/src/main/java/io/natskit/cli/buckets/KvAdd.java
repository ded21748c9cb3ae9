// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.action.ByteCount;
import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.action.Given;
import io.natskit.cli.connect.Session;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.wire.jetstream.StorageType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit kv add}. */
@Command(name = "add", aliases = "new", description = "Makes a bucket.")
public final class KvAdd extends ConnectedAction {
    @Parameters(paramLabel = "BUCKET", description = "Its name.")
    private String name = "";

    @Option(names = "--description", description = "What it is for.")
    private @Nullable String description;

    @Option(names = "--history", description = "How many values of a key are kept.")
    private @Nullable Integer history;

    @Option(names = "--storage", description = "file or memory.")
    private @Nullable StorageType storage;

    @Option(names = "--ttl", paramLabel = "DURATION", description = "How long values are kept.")
    private @Nullable Duration timeToLive;

    @Option(
            names = "--marker-ttl",
            paramLabel = "DURATION",
            description = "Lets keys have times of their own, and leaves markers for so long.")
    private @Nullable Duration markers;

    @Option(names = "--replicas", description = "How many servers keep it.")
    private @Nullable Integer replicas;

    @Option(names = "--max-value-size", paramLabel = "BYTES", description = "How large a value may be.")
    private @Nullable ByteCount maxValueSize;

    @Option(names = "--max-bucket-size", paramLabel = "BYTES", description = "How large the bucket may become.")
    private @Nullable ByteCount maxBucketSize;

    @Option(names = "--compress", negatable = true, description = "Compresses what it keeps.")
    private @Nullable Boolean compress;

    @Option(names = "--metadata", paramLabel = "K=V", description = "What is noted beside it, many times over.")
    private @Nullable Map<String, String> metadata;

    @Option(names = "--mirror", paramLabel = "BUCKET", description = "The bucket that it copies.")
    private @Nullable String mirror;

    @Option(names = "--source", paramLabel = "BUCKET", description = "A bucket that it gathers from, many times over.")
    private List<String> sources = List.of();

    /** For picocli. */
    public KvAdd() {}

    @Override
    protected int run(Session session) {
        Bucket<String, byte[]> made = session.keyValue().createBucket(BucketConfig.of(name, this::describe));
        BucketView.print(terminal(), json(), made.status());
        return 0;
    }

    private void describe(BucketConfig.Builder config) {
        Given.set(description, config::description);
        Given.set(history, config::history);
        Given.set(storage, config::storage);
        Given.set(timeToLive, config::timeToLive);
        Given.set(markers, config::limitMarkers);
        Given.set(replicas, config::replicas);
        Given.set(maxValueSize, size -> config.valueBytesMax(size.asInt()));
        Given.set(maxBucketSize, size -> config.bytesMax(size.bytes()));
        Given.set(compress, config::compressed);
        Given.set(metadata, config::metadata);
        Given.set(mirror, config::mirror);
        sources.forEach(config::source);
    }
}
