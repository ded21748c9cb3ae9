// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.validation;

import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a stream is checked against besides itself. */
public interface Surroundings {
    /** The longest duplicate window of the server, zero for none. */
    Duration duplicateWindowMax();

    /** The configuration of another stream of the account, or null. */
    @Nullable
    StreamConfig stream(String name);

    /** Whether each stream has to say how large it may become. */
    boolean maxBytesRequired();

    /** How large one stream may say that it becomes; 0 or less for no bound. */
    long maxStreamBytes(StorageType storage);
}
