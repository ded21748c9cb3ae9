// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.objects;

import io.natskit.cli.action.ByteCount;
import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.action.Given;
import io.natskit.cli.connect.Session;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.StoreConfig;
import io.natskit.wire.jetstream.StorageType;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit object add}. */
@Command(name = "add", aliases = "new", description = "Makes a store.")
public final class ObjectAdd extends ConnectedAction {
    @Parameters(paramLabel = "BUCKET", description = "Its name.")
    private String name = "";

    @Option(names = "--description", description = "What it is for.")
    private @Nullable String description;

    @Option(names = "--storage", description = "file or memory.")
    private @Nullable StorageType storage;

    @Option(names = "--ttl", paramLabel = "DURATION", description = "How long objects are kept.")
    private @Nullable Duration timeToLive;

    @Option(names = "--replicas", description = "How many servers keep it.")
    private @Nullable Integer replicas;

    @Option(names = "--max-bucket-size", paramLabel = "BYTES", description = "How large the store may become.")
    private @Nullable ByteCount maxSize;

    @Option(names = "--compress", negatable = true, description = "Compresses what it keeps.")
    private @Nullable Boolean compress;

    @Option(names = "--metadata", paramLabel = "K=V", description = "What is noted beside it, many times over.")
    private @Nullable Map<String, String> metadata;

    /** For picocli. */
    public ObjectAdd() {}

    @Override
    protected int run(Session session) {
        ObjectStore made = session.objectStores().createStore(StoreConfig.of(name, this::describe));
        ObjectView.print(terminal(), json(), made.status());
        return 0;
    }

    private void describe(StoreConfig.Builder config) {
        Given.set(description, config::description);
        Given.set(storage, config::storage);
        Given.set(timeToLive, config::timeToLive);
        Given.set(replicas, config::replicas);
        Given.set(maxSize, size -> config.bytesMax(size.bytes()));
        Given.set(compress, config::compressed);
        Given.set(metadata, config::metadata);
    }
}
