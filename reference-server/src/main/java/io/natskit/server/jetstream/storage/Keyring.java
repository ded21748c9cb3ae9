// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Knows which keys a file is encrypted with. Any thread. */
interface Keyring {
    /** The keys for a file, which are made if its stream has none yet; null if it is not encrypted. */
    @Nullable
    StreamKeys keysOf(Path file) throws IOException;

    /** A file or folder of this name is another one from now on, or gone. */
    void forget(Path path);
}
