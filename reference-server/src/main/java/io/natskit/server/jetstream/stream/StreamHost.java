// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.account.Account;
import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.local.LocalClients;
import io.natskit.server.router.Subscription;
import io.natskit.wire.jetstream.StorageType;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a stream needs of the account that it belongs to and of the server. Safe on any thread. */
public interface StreamHost {
    /** The account. */
    Account<Subscription> account();

    /** The server's own clients. */
    LocalClients clients();

    /** The time of day. */
    InstantSource wallClock();

    /** Where disks are waited for. */
    Executor storagePool();

    /** The options of JetStream. */
    JetStreamOptions options();

    /** Whether one of the newer ways is switched on, by nats-server's name for it. */
    boolean featureFlag(String name);

    /** Who looks on at what its streams do; null for nobody. */
    @Nullable
    StreamWatch watch();

    /** The server's name. */
    String serverName();

    /** The largest message that a client may send, in bytes. */
    int maxPayloadBytes();

    /** Streams took so many bytes more, or less. */
    void used(StorageType storage, long bytes);

    /** Why the account or the server has no room for so many bytes more, as the answer to the publisher; null if there is room. */
    @Nullable
    RuntimeException refusal(StorageType storage, long bytes);

    /** Counts atomic batches of the whole server in; false if there are as many as may be. Negative counts them out. */
    boolean countAtomicBatches(int change);

    /** Counts fast batches of the whole server in; false if there are as many as may be. Negative counts them out. */
    boolean countFastBatches(int change);

    /** Tells whoever listens that an atomic batch came to nothing: {@code timeout}, {@code large}, {@code incomplete}, {@code unsupported}. */
    void batchAbandoned(String stream, String batch, String reason);

    /** A line for the log: a warning. */
    void warn(String text);

    /** A line for the log: an error. */
    void error(String text);
}
