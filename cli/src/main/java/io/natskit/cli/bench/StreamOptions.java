// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Session;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import picocli.CommandLine.Option;

/** The stream that is measured, which is made if there is none. */
final class StreamOptions {
    @Option(names = "--stream", defaultValue = "benchstream", description = "The stream; benchstream by default.")
    String stream = "benchstream";

    @Option(names = "--storage", defaultValue = "file", description = "file or memory, where it is made.")
    StorageType storage = StorageType.FILE;

    @Option(names = "--replicas", defaultValue = "1", description = "How many servers keep it, where it is made.")
    int replicas = 1;

    @Option(names = "--purge", description = "Empties it first.")
    boolean purge;

    @Option(names = "--create", description = "Makes the stream if there is none; that is so anyway.")
    boolean create;

    /** Has the stream be there. */
    StreamHandle open(Session session, String... subjects) {
        StreamHandle handle = session.jetStream()
                .findStream(stream)
                .orElseGet(() -> session.jetStream()
                        .createStream(StreamConfig.builder(stream)
                                .subjects(subjects)
                                .storage(storage)
                                .replicas(replicas)
                                .allowDirect(true)
                                .build()));
        if (purge) {
            handle.purge(spec -> {});
        }
        return handle;
    }

    /** The stream, which must be there. */
    StreamHandle existing(Session session) {
        return session.jetStream()
                .findStream(stream)
                .orElseThrow(() -> new Failure(
                        "stream \"" + stream + "\" not found", "natskit bench js pub benchsubject fills one"));
    }
}
